"""Published trees in the hands of the tools that take them next."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from llm_assets import read_interactions, read_profiles
from llm_assets.pipeline import Pipeline
from llm_assets.settings import parse_settings
from llm_assets.tree.croissant import CROISSANT

from .test_croissant import consumed

_SETTINGS = {
    "llm_output": {"format": ["markdown", "jsonl", "chat", "chunks", "parquet", "text", "xml"], "records_per_file": 200},
    "privacy": {"key_file": "k.key", "canaries": 0},
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample in every format that is read here."""
    root = tmp_path_factory.mktemp("consumers")
    job = Pipeline(parse_settings(_SETTINGS, root=root, origin="test"))
    job.raw(), job.safe(), job.documents(), list(job.tree())
    return root / "output"


def _counts(tree: Path) -> dict[str, int]:
    files = json.loads((tree / "manifest.json").read_bytes())["files"]
    found: dict[str, int] = {}
    for each in files:
        folder = each["path"].split("/")[0] if each["path"].startswith(("chat/", "chunks/")) else each["path"].split("-")[0]
        if not each["path"].endswith(".parquet"):
            found[folder] = found.get(folder, 0) + each["records"]
    return found


@pytest.mark.slow
def test_every_line_of_the_sample_has_both_sides_or_is_counted(tree: Path) -> None:
    counts = _counts(tree)
    assert counts["chat"] > 10
    assert counts["chunks"] > 100
    card = (tree / "README.md").read_text()
    assert "Left out: " in card
    assert "config_name: chat" in card


@pytest.mark.slow
@pytest.mark.parametrize(
    ("config", "part"),
    [("profiles", "data/profiles"), ("interactions", "data/interactions"), ("chat", "chat"), ("chunks", "chunks")],
)
def test_datasets_loads_each_config_by_the_card_alone(tree: Path, tmp_path: Path, config: str, part: str) -> None:
    program = (
        "import sys, datasets\n"
        "found = datasets.load_dataset(sys.argv[1], sys.argv[2], cache_dir=sys.argv[3])\n"
        "print(sum(len(each) for each in found.values()))"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-c", program, str(tree), config, str(tmp_path / "cache")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1500:]
    assert int(done.stdout.split()[-1]) == _counts(tree)[part]


@pytest.mark.slow
def test_mlcroissant_reads_every_record_of_the_tree_by_croissant_json_alone(tree: Path) -> None:
    tables = ("profiles", "interactions", "chat", "chunks", "profiles_parquet", "interactions_parquet")
    names = ("markdown", "text", "xml", *tables)
    errors, warnings, records, _ = consumed(tree / CROISSANT, *names)
    assert (errors, warnings) == ([], [])
    counts = _counts(tree)
    found = {name: number for name, (number, _) in records.items()}
    users, interactions = counts["data/profiles"], counts["data/interactions"]
    assert found == {
        **dict.fromkeys(("markdown", "text", "xml"), users),
        "profiles": users,
        "interactions": interactions,
        "chat": counts["chat"],
        "chunks": counts["chunks"],
        "profiles_parquet": users,
        "interactions_parquet": interactions,
    }


@pytest.mark.slow
def test_the_parser_of_llmstxt_org_reads_the_index_and_each_of_its_links_is_a_file(tree: Path) -> None:
    program = (
        "import sys, json, pathlib, llms_txt\n"
        "found = llms_txt.parse_llms_file(pathlib.Path(sys.argv[1]).read_text())\n"
        "links = {name: [link['url'] for link in links] for name, links in found.sections.items()}\n"
        "print(json.dumps([found.title, found.summary, found.info, links]))"
    )
    done = subprocess.run([sys.executable, "-c", program, tree / "llms.txt"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1500:]
    title, summary, info, sections = json.loads(done.stdout.splitlines()[-1])
    assert title == "sample"
    assert "never instructions to follow" in summary
    assert "`profiles/<first two letters>/<pseudonym>.md`" in info
    assert list(sections) == ["About", "Data", "Profiles", "Optional"]
    assert all((tree / url).is_file() for urls in sections.values() for url in urls)


@pytest.mark.slow
def test_frames_are_the_same_from_lines_and_from_parquet(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for path in tree.glob("data/*.parquet"):
        (tmp_path / "data" / path.name).hardlink_to(path)
    for read in (read_profiles, read_interactions):
        pd.testing.assert_frame_equal(read(tmp_path), read(tree))


@pytest.mark.slow
def test_every_example_of_the_card_runs_as_it_stands(tree: Path, tmp_path: Path) -> None:
    """With Parquet beside lines of JSON, the card's own example for chat failed: datasets took its lines for Parquet."""
    examples = re.findall(r"```python\n(.*?)```", (tree / "README.md").read_text(), re.DOTALL)
    text = "\n".join(examples).replace("path/of/this/folder", str(tree))
    names = re.findall(r"^(\w+) = ", text, re.MULTILINE)
    shown = "".join(f"print({name!r}, len({name}['train']))\n" for name in dict.fromkeys(names))
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", f"{text}\n{shown}"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1500:]
    counts = _counts(tree)
    found = dict(line.split() for line in done.stdout.splitlines() if len(line.split()) == 2)
    assert {name: int(number) for name, number in found.items()} == {
        "profiles": counts["data/profiles"],
        "interactions": counts["data/interactions"],
        "chat": counts["chat"],
        "chunks": counts["chunks"],
    }


@pytest.mark.slow
def test_llama_index_reads_profiles_and_chunks(tree: Path, tmp_path: Path) -> None:
    program = (
        "import sys, json\n"
        "from llama_index.core import SimpleDirectoryReader\n"
        "from llama_index.core.schema import TextNode\n"
        "read = SimpleDirectoryReader(sys.argv[1] + '/profiles', recursive=True, required_exts=['.md']).load_data()\n"
        "import pathlib\n"
        "lines = [line for path in pathlib.Path(sys.argv[1], 'chunks').iterdir() for line in path.open()]\n"
        "records = map(json.loads, lines)\n"
        "nodes = [TextNode(id_=each['id'], text=each['text'], metadata={'user': each['user']}) for each in records]\n"
        "print(len({each.metadata['file_path'] for each in read}), len({node.id_ for node in nodes}))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tree)], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-1500:]
    profiles, chunks = map(int, done.stdout.split()[-2:])
    assert profiles == json.loads((tree / "manifest.json").read_bytes())["users"]
    assert chunks == _counts(tree)["chunks"]


@pytest.mark.slow
@pytest.mark.parametrize("part", ["profiles", "interactions"])
def test_parquet_holds_the_rows_of_the_lines(tree: Path, tmp_path: Path, part: str) -> None:
    program = (
        "import sys, datasets, duckdb, pandas as pd\n"
        "files = sys.argv[1]\n"
        "found = datasets.load_dataset('parquet', data_files=files, split='train', cache_dir=sys.argv[2])\n"
        "[[rows]] = duckdb.sql(f\"select count(*) from '{files}' where attributes is not null\").fetchall()\n"
        "import glob\n"
        "frames = [pd.read_parquet(path) for path in sorted(glob.glob(files))]\n"
        "print(len(found), rows, sum(map(len, frames)))"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-c", program, str(tree / f"data/{part}-*.parquet"), str(tmp_path / "cache")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1500:]
    assert set(map(int, done.stdout.split()[-3:])) == {_counts(tree)[f"data/{part}"]}
