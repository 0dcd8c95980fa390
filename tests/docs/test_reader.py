"""Every page is read by somebody who does what it says, block by block. CONTRIBUTING.md, "Snippets", says how to write them."""

from pathlib import Path

import pytest

from tests.docs.blocks import KINDS, PAGES, ROOT, RUN, Block, all_blocks, blocks
from tests.docs.reader import Reader, fits, is_part

WITH_RUNS = [page for page in PAGES if any(block.kind in RUN and block.mark != "not run" for block in blocks(page))]
EXCERPTS = [block for block in all_blocks(*KINDS) if block.mark == "part of"]


@pytest.fixture(scope="session")
def sample_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of the sample, in the formats that pages speak of."""
    from llm_assets.pipeline import Pipeline
    from llm_assets.settings import parse_settings

    root = tmp_path_factory.mktemp("sample")
    formats = ["markdown", "text", "xml", "jsonl", "parquet"]
    values = {"llm_output": {"format": formats}, "privacy": {"key_file": "sample.key", "risk_seconds": 1}}
    pipeline = Pipeline(parse_settings(values, root=root, origin="test"))
    for stage in (pipeline.raw, pipeline.safe, pipeline.documents):
        stage()
    *_, tree = pipeline.tree()
    return Path(tree.path)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("page", [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in WITH_RUNS])
def test_a_reader_gets_through_the_page(page: Path, tmp_path: Path, sample_tree: Path) -> None:
    reader = Reader(tmp_path, sample_tree)
    for block in blocks(page):
        reader.does(block)


@pytest.mark.slow
@pytest.mark.parametrize("block", [pytest.param(block, id=block.place) for block in EXCERPTS])
def test_an_excerpt_stands_in_the_tree_of_the_sample(block: Block, sample_tree: Path) -> None:
    files = sorted(sample_tree.glob(block.said))
    assert files, f"no file of the tree is {block.said}"
    assert any(is_part(block.body, file.read_text(encoding="utf-8")) for file in files)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a b", "a   b\n", True),
        ("a b", "a c\n", False),
        ("users: …", "users: 300\n", True),
        ("one\n…\nfour", "zero\none\ntwo\nthree\nfour\nfive\n", True),
        ("one\n…\nfour", "one\ntwo\n", False),
        ("one\ntwo", "one\nand\ntwo\n", False),
        ("(a) [b] c*", "(a) [b] c*", True),
        ("ne", "one\n", False),
    ],
)
def test_what_is_shown_is_compared_with_what_is_printed(shown: str, printed: str, same: bool) -> None:
    assert fits(shown, printed) is same


def test_an_excerpt_may_differ_in_what_the_key_decides() -> None:
    text = f"# {'b' * 24}\n\nasked [EMAIL:abcdefgh] on 2024-05-03\nend\n"
    assert is_part(f"# {'c' * 24}\n…\nasked [EMAIL:zzzzzzzz] on 2020-01-01\n", text)
    assert not is_part("asked [PHONE:abcdefgh]", text)
