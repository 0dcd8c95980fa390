"""What a run can tell of itself beside the numbers of the manifest: from the reports of its stages and from its settings."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_origin

from pydantic import BaseModel

from llm_assets.settings.model import Column, Dataset, Settings

Report = Mapping[str, Any]
Counts = Mapping[str, Mapping[str, int]]

TABLES = ("users", "interactions")
# Settings that say where something lies or which name it has: no reader of a tree needs them, and some are private.
_APART = {"key_env", "key_file", "erase", "erased"}


@dataclass(frozen=True, slots=True)
class Account:
    """What the privacy report tells of a run; none of it is a value of the data.

    generator: program and version. reasons: table -> reason -> rows in quarantine. replaced: entity -> times, and the same
    by `<entity> <rule>` and by `<table>.<column>`. columns: one mapping a declared column. unlisted: table -> number of columns
    that were dropped for want of a role. settings: what shapes privacy, by section. evidence: section -> what was measured.
    cut: reason -> interactions that the settings leave out.
    """

    generator: str = "llm-assets"
    reasons: Counts = field(default_factory=dict)
    replaced: Mapping[str, int] = field(default_factory=dict)
    replaced_by_rule: Mapping[str, int] = field(default_factory=dict)
    replaced_by_column: Counts = field(default_factory=dict)
    columns: tuple[Mapping[str, str], ...] = ()
    unlisted: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    cut: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        settings: Settings,
        dataset: Dataset,
        stages: tuple[Report, Report, Report],
        evidence: Mapping[Any, Mapping[str, Any]],
        generator: str,
    ) -> "Account":
        """stages: reports of raw, safe and documents. dataset: of the settings, or the sample."""
        raw, safe, documents = stages
        return cls(
            generator=generator,
            reasons={table: dict(sorted(_reasons(table, stages).items())) for table in TABLES},
            replaced=safe.get("replaced", {}),
            replaced_by_rule=safe.get("replaced_by_rule", {}),
            replaced_by_column=safe.get("replaced_by_column", {}),
            columns=tuple(_columns(dataset)),
            unlisted={table: len(raw.get("dropped_columns", {}).get(table, ())) for table in TABLES},
            settings=in_effect(settings),
            evidence=evidence,
            cut=_cut(raw, safe, documents),
        )


def _reasons(table: str, stages: tuple[Report, ...]) -> Counter[str]:
    """Rows in quarantine by reason. Interactions of a user that was left out share the reason `user_left_out`."""
    found: Counter[str] = Counter()
    for stage in stages:
        each = stage[table]
        named = each.get("reasons", {})
        found.update(named)
        if each["quarantined"] > sum(named.values()):
            found["user_left_out"] += each["quarantined"] - sum(named.values())
    return +found


def _cut(raw: Report, safe: Report, documents: Report) -> dict[str, int]:
    rare = safe["interactions"].get("cut", 0)
    before, after = (stage["interactions"].get("cut_reasons", {}) for stage in (raw, documents))
    return {**before, **({"rare": rare} if rare else {}), **after}


def _columns(dataset: Dataset) -> Iterator[dict[str, str]]:
    yield {"table": "users", "name": dataset.users.id, "role": "id"}
    yield from (_column("users", *each) for each in dataset.users.columns.items())
    yield {"table": "interactions", "name": dataset.interactions.user, "role": "user"}
    yield from (_column("interactions", *each) for each in dataset.interactions.columns.items())


def _column(table: str, name: str, column: Column) -> dict[str, str]:
    told = {"table": table, "name": name, "role": column.role}
    if column.role == "direct":
        told["entity"] = column.entity
    if column.role in ("quasi", "sensitive"):
        told["generalize"] = _steps(column.generalize)
    return told


def _steps(generalize: Any) -> str:
    return generalize if isinstance(generalize, str) else ", ".join(map(str, generalize))


def in_effect(settings: Settings) -> dict[str, Any]:
    """The settings that shape privacy: switches, numbers, choices; of lists and of free text, only whether there is any."""
    output = settings.llm_output
    return {
        "privacy": _told(settings.privacy),
        "llm_output": {
            "privacy_level": output.privacy_level,
            "format": list(output.format),
            "include_metadata": output.include_metadata,
            "template": "own" if any(output.own_template(name)[1] for name in output.format) else "built in",
            "max_error_rate": output.max_error_rate,
        },
    }


def _told(section: BaseModel) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, about in type(section).model_fields.items():
        value = getattr(section, name)
        if name in _APART:
            continue
        if isinstance(value, BaseModel):
            told[name] = _told(value)
        elif isinstance(value, bool | int | float) or value is None or _is_choice(value, about.annotation):
            told[name] = value
        elif isinstance(value, list | tuple) and all(_is_choice(each, about.annotation) for each in value):
            told[name] = list(value)
        elif name in ("actions", "phone_regions"):
            told[name] = dict(value) if isinstance(value, Mapping) else list(value)
        elif value != about.get_default(call_default_factory=True):
            # Text of the user's own can be a path, a pattern or a name: that it is set is all that is told.
            told[name] = len(value) if isinstance(value, list | tuple | dict) else "set"
    return told


def _is_choice(value: Any, annotation: Any) -> bool:
    """Whether a value is one of those that the settings offer."""
    kinds = [annotation, *getattr(annotation, "__args__", ())]
    return any(get_origin(kind) is Literal and value in kind.__args__ for kind in kinds)


def table_counts(table: str, raw: Report, safe: Report, documents: Report) -> dict[str, int]:
    """The row of a table in the manifest's `counts`."""
    stages = (raw, safe, documents)
    return {
        "read": raw[table]["read"],
        "published": documents[table]["kept"],
        "quarantined": sum(stage[table]["quarantined"] for stage in stages),
        "suppressed": safe["groups"]["suppressed_users"] if table == "users" else 0,
        "cut": sum(stage[table].get("cut", 0) for stage in stages) if table == "interactions" else 0,
        "erased": raw[table].get("erased", 0),
    }
