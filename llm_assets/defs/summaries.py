"""What happened in a stage, as Markdown for Dagster's UI: a sentence, a small table, plots; numbers and names of kinds only.

Plots are those of the privacy report, as images in the text itself: they need no file and no server.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from llm_assets.dataset.counting import told_attachments
from llm_assets.examples import Examples
from llm_assets.privacy.evidence import Evidence
from llm_assets.tree.audit import LEAK_CHECKS, TREE_CHECKS
from llm_assets.tree.build import PublishedTree
from llm_assets.tree.evidence import EVIDENCE_CHECKS, remedy
from llm_assets.tree.report import plots, risks
from llm_assets.tree.report.facts import Facts
from llm_assets.tree.report.figures import number, share
from llm_assets.tree.report.picture import picture
from llm_assets.tree.report.words import ATTACKERS, REASONS

Report = Mapping[str, Any]
_TABLES = ("users", "interactions")
_LINES = 60  # of a document in the preview
_GATE = (*LEAK_CHECKS, *TREE_CHECKS, *EVIDENCE_CHECKS)
_APART = ", which only keeping the source apart prevents"
_LEVELS = {"low": "for internal use; re-identification is easy.", "medium": "for trusted partners, not for third parties."}


def raw_summary(report: Report) -> str:
    """Of `raw_dataset`: what was read, and what became of it."""
    tables = {table: report[table] for table in _TABLES}
    names = ("read", "quarantined", "erased", "cut", "kept")
    rows = [(name, *(tables[table].get(name, 0) for table in _TABLES)) for name in names]
    reasons = [
        (f"{table}: {REASONS.get(reason, reason)}", count)
        for table in _TABLES
        for reason, count in tables[table]["reasons"].items()
    ]
    return _page(
        f"**{number(tables['users']['kept'])} users and {number(tables['interactions']['kept'])} interactions**, in "
        f"{_many(report['shards'], 'shard')}, from {_bytes(report['source_bytes'])} of source.",
        _table(("rows", *_TABLES), [row for row in rows if row[0] in ("read", "kept") or any(row[1:])]),
        _table(("in quarantine", "rows"), reasons) if reasons else "",
        *(_plot(f"What became of the {table}", plots.flow(table, tables[table], "kept")) for table in _TABLES),
        f"{number(report['unreadable_timestamps'])} times could not be read: these are empty."
        if report["unreadable_timestamps"]
        else "",
        told_attachments(report) or "",
    )


def safe_summary(report: Report, evidence: Evidence) -> str:
    """Of `anonymized_users`: what was replaced, how large groups are, what canaries show."""
    anonymity, canaries = evidence["anonymity"], evidence["canaries"]
    failed, replaced = report["users"]["quarantined"], report["replaced"]
    rows: list[tuple[Any, ...]] = [("values replaced in texts", sum(replaced.values()))]
    if anonymity["quasi"]:
        rows.append((f"users in the smallest group (asked for: {anonymity['k']})", anonymity["after"]["smallest"]))
        rows.append(("values blanked to reach it", sum(anonymity["suppressed"]["cells"].values())))
    if canaries["planted"]:
        rows.append(("canary values removed", f"{number(canaries['removed'])} of {number(canaries['planted'])}"))
    rows.append(("users that could not be processed", failed))
    return _page(
        f"**{number(report['users']['kept'])} users** anonymised at level `{report['level']}`.",
        _table(("", ""), rows),
        "\n".join(_over_limit((evidence.get("intruder") or {}).get("attackers") or [])),
        _plot("Replacements in texts, by kind", plots.replaced(replaced)),
        _plot("Groups of equal quasi-identifiers, by size", plots.group_sizes(anonymity) if anonymity["quasi"] else Markup("")),
    )


def documents_summary(report: Report) -> str:
    """Of `formatted_documents`: what was written in each format."""
    formats = report["formats"]
    rows = [(name, sum(each["pieces"].values()), each["tokens"], _bytes(each["bytes"])) for name, each in formats.items()]
    splits, duplicates = report.get("splits"), report.get("duplicates")
    return _page(
        f"**{number(report['users']['kept'])} users** in {' and '.join(formats)}; tokens by `{report['token_counter']}`.",
        _table(("format", "documents and records", "tokens", "size"), rows),
        _plot("Tokens, by format", plots.amounts("tokens", "Tokens, by format", {row[0]: row[2] for row in rows})),
        _table(("split", *_TABLES), [(name, *(splits[table][name] for table in _TABLES)) for name in splits["users"]])
        if splits
        else "",
        _table(("duplicates", "documents"), list(duplicates.items())) if duplicates else "",
        "Documents of real people are not shown here: look at them in the tree, once it is published.",
    )


def tree_summary(tree: PublishedTree, facts: Facts) -> str:
    """Of `output_tree`: what was published, what was left out, and the risk that is left."""
    counts = facts["counts"]
    names = ("read", "quarantined", "erased", "cut", "published")
    rows = [(name, *(counts[table].get(name, 0) for table in _TABLES)) for name in names]
    behaviour, intruder = facts.get("behaviour") or {}, facts.get("intruder") or {}
    return _page(
        f"**{number(tree.users)} users and {number(tree.interactions)} interactions** in {_many(tree.files, 'file')} "
        f"({_bytes(tree.bytes)}), version `{tree.version}`.",
        _table(("rows", *_TABLES), [row for row in rows if row[0] in ("read", "published") or any(row[1:])]),
        f"The {len(_GATE)} checks that decide on publishing passed. That is no promise that nobody can be recognised.",
        _to_know(facts),
        _attackers(intruder.get("attackers") or []),
        _plot("Users singled out by what they did", risks.unicity(behaviour.get("unicity") or [])),
        f"The tree: `{tree.where}`. Begin with its `README.md`; the evidence is in `privacy_report.html`, the list of files in "
        "`manifest.json`.",
    )


def _to_know(facts: Facts) -> str:
    """What held nothing back and yet must be known before the tree is handed on."""
    anonymity, canaries = facts.get("anonymity") or {}, facts.get("canaries") or {}
    attackers = (facts.get("intruder") or {}).get("attackers") or []
    small = (anonymity.get("after") or {}).get("below_k") or 0 if anonymity.get("quasi") else 0
    told = _over_limit(attackers)
    if facts["level"] != "high":
        told.append(f"**Level `{facts['level']}`**: {_LEVELS[facts['level']]}")
    told += [f"**Weaker than its level**: {each}" for each in facts.get("weaker") or []]
    if small:
        told.append(f"**{_many(small, 'user')}** in groups of fewer than {anonymity['k']} look-alikes.")
    if not attackers:
        told.append("**Nobody attacked it**: how many people can be linked was not measured.")
    if not canaries.get("planted"):
        told.append("**No canaries**: how much of what is personal in texts was removed was not measured.")
    elif (left := canaries["planted"] - canaries["removed"]) > 0:
        told.append(
            f"**{share(left / canaries['planted'])} of the values that were planted in texts stayed**: as much may stay of real"
            " ones. The check `canary_recall` and the report say of which kinds."
        )
    return "#### To know before you hand it on\n\n" + "\n".join(f"- {each}" for each in told) if told else ""


def _over_limit(attackers: Sequence[Mapping[str, Any]]) -> list[str]:
    """One sentence on each attacker that reached too much; those that gate let no such tree be published."""
    return [
        f"**Attacker {row['name']} links {share(row['linked'])} of {number(row['people'])} people** to their profile, where "
        f"guessing links {share(row['guess'])} and the limit is {share(row['limit'])}. This attacker "
        f"{'blocks' if row['gates'] else 'warns and does not block'} (`[privacy.intruder] block`). {remedy([row])}"
        for row in attackers
        if row["passed"] is False
    ]


def preview(shown: Examples) -> str:
    """Documents as they stand in the tree, each in a block of its own."""
    blocks = []
    for title, text in shown.documents:
        lines = text.rstrip().splitlines()
        more = [f"… {number(len(lines) - _LINES)} more lines"] if len(lines) > _LINES else []
        fence = "`" * max(3, 1 + max(map(len, _ticks(text)), default=0))
        blocks.append(f"#### {title}\n\n{fence}text\n" + "\n".join([*lines[:_LINES], *more]) + f"\n{fence}")
    return _page(shown.about, *blocks)


def _ticks(text: str) -> list[str]:
    return "".join(each if each == "`" else " " for each in text).split()


def _attackers(rows: Sequence[Mapping[str, Any]]) -> str:
    found = _plot("People that an attacker links to their profile", risks.attackers(rows))
    told = [
        f"- **{row['name']}** {ATTACKERS[row['name']]}: {share(row['linked'])} linked{_APART if row['name'] == 'D' else ''}"
        for row in rows
        if row["name"] in ATTACKERS
    ]
    return f"{found}\n\n" + "\n".join(told) if found else ""


def _plot(title: str, plot: Markup) -> str:
    return f"#### {title}\n\n![{title}](data:image/svg+xml;base64,{b64encode(picture(plot)).decode()})" if plot else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *([number(each) for each in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _page(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _many(count: int, name: str) -> str:
    return f"{number(count)} {name}{'s' * (count != 1)}"


def _bytes(size: float) -> str:
    if size < 1000:
        return f"{size:.0f} bytes"
    power = next((power for power in (1, 2, 3) if size < 1000 ** (power + 1)), 4)
    return f"{size / 1000**power:.1f} {('kB', 'MB', 'GB', 'TB')[power - 1]}"
