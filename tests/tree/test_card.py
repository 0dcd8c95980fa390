import re
from fnmatch import fnmatch

import pytest
import yaml

from llm_assets.tree.card import LISTED, size_category
from llm_assets.tree.report.account import Account


def header(readme: bytes) -> dict:
    opening, yaml_text, _ = readme.decode().split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(yaml_text)


def parse_llms(text: str) -> tuple[str, str, dict[str, list[str]]]:
    """The form of llmstxt.org: H1, blockquote, details without headings, then H2 sections that are lists of links."""
    blocks = re.split(r"^## +(.+)\n", text, flags=re.MULTILINE)
    title, quote = re.match(r"# (.+)\n\n> (.+)\n", blocks[0]).groups()
    assert not re.search(r"^#", blocks[0][2:], re.MULTILINE)
    sections = {}
    for name, body in zip(blocks[1::2], blocks[2::2], strict=True):
        lines = [line for line in body.splitlines() if line]
        links = [re.fullmatch(r"- \[[^\]]+\]\(([^)]+)\)(: .+)?", line) for line in lines]
        assert all(links), (name, lines)
        sections[name] = [link[1] for link in links]
    return title, quote, sections


def test_the_configs_of_the_card_match_the_files(bench, snapshot):
    found = snapshot(bench.stage(bench.report()).root)
    card = header(found["README.md"])
    assert card["pretty_name"] == "support"
    assert card["size_categories"] == ["n<1K"]
    matched = {}
    for config in card["configs"]:
        (data,) = config["data_files"]
        assert data["split"] == "train"
        matched[config["config_name"]] = [path for path in found if fnmatch(path, data["path"])]
    assert {name: len(paths) for name, paths in matched.items()} == {"profiles": 3, "interactions": 5}
    assert set().union(*matched.values()) == {path for path in found if path.startswith("data/")}


def test_a_tree_without_records_has_no_configs(bench, snapshot):
    found = snapshot(bench.stage(bench.report(formats=("markdown",))).root)
    assert "configs" not in header(found["README.md"])


def test_a_name_that_yaml_would_read_as_something_else_stays_text(bench, snapshot):
    report = bench.report()
    facts = bench.facts(report, dataset="1e3")
    assert header(snapshot(bench.stage(report, facts=facts).root)["README.md"])["pretty_name"] == "1e3"


@pytest.mark.parametrize(("level", "warned"), [("low", True), ("medium", False), ("high", False)])
def test_the_card_says_in_plain_words_when_people_are_easily_found(bench, snapshot, level, warned):
    report = bench.report()
    readme = snapshot(bench.stage(report, facts=bench.facts(report, level=level)).root)["README.md"].decode()
    assert ("Re-identification is easy" in readme) is warned
    assert f"privacy level **{level}**" in readme
    assert "**not** guaranteed" in readme


def test_the_card_shows_the_accounts(bench, snapshot):
    readme = snapshot(bench.stage(bench.report()).root)["README.md"].decode()
    assert "| read | 21 | 43 |" in readme
    assert "| published | 20 | 40 |" in readme


def test_llms_txt_has_the_form_of_its_specification_and_its_links_lead_somewhere(bench, snapshot):
    found = snapshot(bench.stage(bench.report()).root)
    title, quote, sections = parse_llms(found["llms.txt"].decode())
    assert title == "support"
    assert "level high" in quote
    assert list(sections) == ["About", "Data", "Profiles", "Optional"]
    assert {link for links in sections.values() for link in links} == set(found) - {"llms.txt"}


def test_llms_txt_stays_small(bench, snapshot):
    found = snapshot(bench.stage(bench.report(users=LISTED + 50), records_per_file=2).root)
    _, _, sections = parse_llms(found["llms.txt"].decode())
    assert len(sections["Profiles"]) == len(sections["Data"]) == LISTED + 1
    assert sections["Profiles"][-1] == sections["Data"][-1] == "manifest.json"
    assert b"`profiles/<first two letters>/<pseudonym>.ma`" in found["llms.txt"]


def test_llms_full_holds_all_profiles_up_to_exactly_its_limit(bench, snapshot):
    report = bench.report()
    found = snapshot(bench.stage(report).root)
    full = found["llms-full.txt"]
    for path, body in found.items():
        assert not path.startswith("profiles/") or f"<!-- file: {path} -->\n\n".encode() + body in full
    assert "llms-full.txt" in snapshot(bench.stage(report, llms_full_max_bytes=len(full)).root)
    without = snapshot(bench.stage(report, llms_full_max_bytes=len(full) - 1).root)
    assert "llms-full.txt" not in without
    assert b"llms-full.txt" not in without["llms.txt"]
    assert "llms-full.txt" not in snapshot(bench.stage(report, llms_full_max_bytes=0).root)


def test_llms_full_is_for_markdown_alone(bench, snapshot):
    assert "llms-full.txt" not in snapshot(bench.stage(bench.report(formats=("jsonl",))).root)


@pytest.mark.parametrize(
    ("rows", "name"), [(0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (10**9, "1B<n<10B"), (10**12, "n>1T")]
)
def test_size_category(rows, name):
    assert size_category(rows) == name


def test_the_card_names_what_the_settings_weaken(bench, snapshot):
    report = bench.report()
    sentence = "DATE found by form stays in all texts, unless it is a known value."
    facts = bench.facts(report, weaker=(sentence,), surrogates=("EMAIL", "PHONE"))
    readme = snapshot(bench.stage(report, facts=facts).root)["README.md"].decode()
    section = readme.partition("**Weaker than its level.**")[2].partition("How identities look")[0]
    assert f"- {sentence}\n" in section
    assert "these kinds, without a mark: EMAIL, PHONE.\n" in readme


def test_a_tree_as_strong_as_its_level_has_no_such_section(bench, snapshot):
    readme = snapshot(bench.stage(bench.report()).root)["README.md"].decode()
    assert "Weaker" not in readme
    assert "without a mark" not in readme


def test_the_card_says_why_interactions_are_cut(bench, snapshot):
    report = bench.report()
    account = Account(cut={"since": 1, "last": 1200})
    staged = bench.stage(report, facts=bench.facts(report, account=account))
    card = snapshot(staged.root)["README.md"].decode()
    assert (
        "*Cut* interactions, which the settings leave out: 1 older than asked for, 1,200 beyond the latest of each user."
        in card
    )
    assert "*Cut*" not in snapshot(bench.stage(report).root)["README.md"].decode()
