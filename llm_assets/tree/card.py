"""What tells a reader about the tree: README.md (a dataset card), croissant.json, llms.txt, llms-full.txt, privacy_report.html.

None holds a clock, a host or a source path; all that they say follows from the plan and the files.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from llm_assets.tree.croissant import CROISSANT, croissant
from llm_assets.tree.dataset_info import dataset_header
from llm_assets.tree.files import Entry, TreeFile, write_file
from llm_assets.tree.plan import FormatPlan, TreePlan
from llm_assets.tree.rate import RateLimit
from llm_assets.tree.report.facts import report_facts
from llm_assets.tree.report.page import REPORT, page
from llm_assets.tree.splits import Config, Figures

LISTED = 100  # an index is for reading: beyond this, the scheme of the paths says more than the paths

_BUILDERS = {".csv": "csv", ".jsonl": "json", ".parquet": "parquet", ".tsv": "csv"}  # of Hugging Face `datasets`
_SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
    (10**9, "100M<n<1B"),
    (10**10, "1B<n<10B"),
    (10**11, "10B<n<100B"),
    (10**12, "100B<n<1T"),
)


def write_card(
    root: Path,
    plan: TreePlan,
    entries: Callable[[], Iterator[Entry]],
    records: Callable[[], Iterator[Entry]],
    limit: RateLimit | None,
    configs: Sequence[Config],
    splits: Figures,
) -> list[Entry]:
    """Writes the files that describe the tree; `entries` gives the files of data by path, each time anew.

    records: the same without documents, of which there can be a million. configs: what a loader of datasets finds; splits:
    figures of each. Returns what was written, by path.
    """
    full = _write_full(root, plan, entries, limit)
    shown = _context(plan, entries, full is not None) | {"splits": splits}
    shown["dataset"] = dataset_header(plan, configs, records())
    shown["named"] = {(config.made.name, config.part): config.name for config in configs}
    described = [write_file(root, name, _render(name, shown), limit) for name in ("README.md", "llms.txt")]
    described.append(write_file(root, REPORT, page(report_facts(plan)), limit))
    described.append(write_file(root, CROISSANT, croissant(plan, records()), limit))
    return sorted([*described, *([full] if full else [])], key=lambda entry: entry.path)


def _context(plan: TreePlan, entries: Callable[[], Iterator[Entry]], full: bool) -> dict[str, Any]:
    documents = [made for made in plan.formats if made.layout == "document"]
    records = [made for made in plan.formats if made.layout == "records"]
    lines = [made for made in plan.formats if made.layout == "lines" and any(made.pieces.values())]
    folders = ("data/", *(f"{made.folder}/" for made in (*lines, *([plan.index] if plan.index else []))))
    account = plan.facts.account
    evidence, privacy = account.evidence.get("policy", {}), account.settings.get("privacy", {})
    data = list(islice((entry for entry in entries() if entry.path.startswith(folders)), LISTED + 1))
    profiles = list(islice((entry for entry in entries() if entry.path.startswith("profiles/")), LISTED))
    return {
        "plan": plan,
        "facts": plan.facts,
        "policy": {"policy": None, "weaker": (), "pseudonyms": "keyed", "key_destroyed": False} | dict(evidence),
        "codes": evidence.get("pseudonyms") != "random" and privacy.get("tag_codes") != "none",
        "years": privacy.get("dates") == "year",
        "license": "other" if ":" in plan.card.license else plan.card.license,
        "builders": _BUILDERS,
        "documents": documents,
        "records": records,
        "lines": lines,
        "size": size_category(plan.users + plan.interactions if records else plan.users),
        "data": data[:LISTED],
        "data_more": len(data) > LISTED,
        "profiles": profiles,
        "profiles_more": plan.users * len(documents) > len(profiles),
        "full": full,
    }


def size_category(rows: int) -> str:
    """The `size_categories` tag of a dataset card for a number of rows."""
    return next((name for bound, name in _SIZES if rows < bound), "n>1T")


@cache
def _templates() -> Environment:
    # Markdown out of figures and checked names: HTML escaping would only spoil it.
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _render(name: str, shown: dict[str, Any]) -> bytes:
    return _templates().get_template(f"{name}.j2").render(shown).encode()


def _write_full(root: Path, plan: TreePlan, entries: Callable[[], Iterator[Entry]], limit: RateLimit | None) -> Entry | None:
    """llms-full.txt: all Markdown profiles one behind the other, when they are no larger than the settings allow."""
    markdown = next((made for made in plan.formats if made.name == "markdown" and made.layout == "document"), None)
    if markdown is None or _full_bytes(plan, markdown, entries) > plan.llms_full_max_bytes:
        return None
    file = TreeFile(root, "llms-full.txt", limit)
    try:
        file.write(_full_opening(plan))
        for entry in _profiles(markdown, entries):
            file.write(_full_mark(entry.path))
            file.write((root / entry.path).read_bytes())
    finally:
        written = file.close()
    return written


def _full_bytes(plan: TreePlan, markdown: FormatPlan, entries: Callable[[], Iterator[Entry]]) -> int:
    # One look at the report spares a walk over a million entries.
    if markdown.bytes > plan.llms_full_max_bytes:
        return markdown.bytes
    marks = sum(len(_full_mark(entry.path)) + entry.size for entry in _profiles(markdown, entries))
    return len(_full_opening(plan)) + marks


def _profiles(markdown: FormatPlan, entries: Callable[[], Iterator[Entry]]) -> Iterator[Entry]:
    return (e for e in entries() if e.path.startswith("profiles/") and e.path.endswith(markdown.extension))


def _full_opening(plan: TreePlan) -> bytes:
    return f"# {plan.facts.dataset}\n\n> All {plan.users:,} anonymised profiles in one file.\n".encode()


def _full_mark(path: str) -> bytes:
    return f"\n<!-- file: {path} -->\n\n".encode()
