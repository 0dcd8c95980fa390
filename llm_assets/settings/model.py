"""The settings, as one pydantic model: the only place in the project that holds a default.

What does not belong here: finding and reading the file (`load`), the wording of mistakes (`problems`), the reference page and
the JSON schema (`reference`).
"""

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Entity = Literal[
    "PERSON", "EMAIL", "PHONE", "ADDRESS", "ZIP", "CREDIT_CARD", "IBAN", "BANK_ACCOUNT", "SSN", "NATIONAL_ID", "PASSPORT",
    "DRIVER_LICENSE", "IP", "MAC", "URL", "USERNAME", "DATE", "CRYPTO", "SECRET", "PASSWORD", "DEVICE_ID", "LICENSE_PLATE",
    "ID_OTHER",
]  # fmt: skip
Role = Literal[
    "direct", "quasi", "sensitive", "text", "html", "attribute", "pseudonym", "user", "timestamp", "conversation", "kind",
    "speaker", "drop",
]  # fmt: skip
Level = Literal["low", "medium", "high"]

_GENERALIZE = re.compile(r"year|month|day|keep|band:[1-9]\d*|prefix:[1-9]\d*|round:[1-9]\d*|top:[1-9]\d*")
_INTERACTION_ONLY = ("conversation", "kind", "speaker")


def _check_generalize(step: str) -> str:
    if not _GENERALIZE.fullmatch(step):
        raise ValueError("must be year, month, day, keep, band:N, prefix:N, round:N or top:N, with N of 1 or more")
    return step


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Section(BaseModel):
    """Base of all sections: unknown keys are mistakes, and no mistake repeats the value that caused it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Column(Section):
    """What a column is, and so what becomes of it. `plan = "attribute"` is short for `plan = { role = "attribute" }`."""

    role: Role = Field(description="What the column is; a column that is not listed is dropped.")
    entity: Entity = Field(
        "ID_OTHER", description="For `direct` columns: the kind of identifier, which decides how it is hunted in texts."
    )
    generalize: Annotated[str, AfterValidator(_check_generalize)] = Field(
        "keep", description="For `quasi` and `sensitive` columns: year, month, day, band:N, prefix:N, round:N, top:N or keep."
    )

    @model_validator(mode="before")
    @classmethod
    def _role_alone(cls, value: Any) -> Any:
        return {"role": value} if isinstance(value, str) else value


class CsvOptions(Section):
    """How to read CSV files; what is not set is detected from the first lines."""

    delimiter: str | None = Field(None, min_length=1, max_length=1, description="Field separator; detected when not set.")
    quote: str | None = Field(None, min_length=1, max_length=1, description="Quote character; detected when not set.")
    encoding: str = Field("utf-8", description="Encoding of the files; a byte order mark is recognised and removed.")


class Users(Section):
    """The table of users: one row a person."""

    source: str = Field(description="File, glob or folder, relative to the settings file.")
    id: str = Field(description="The column that identifies a user.")
    columns: dict[str, Column] = Field(default_factory=dict, description="Column name -> role, or a table with `role`.")
    csv: CsvOptions = Field(default_factory=CsvOptions, description="How to read CSV files.")

    @model_validator(mode="after")
    def _roles_fit(self) -> "Users":
        if self.id in self.columns:
            raise ValueError("the `id` column must not be listed under `columns`: its role is fixed")
        wrong = [n for n, c in self.columns.items() if c.role in _INTERACTION_ONLY]
        if wrong:
            raise ValueError(f"column {wrong[0]!r}: conversation, kind and speaker are roles of interactions only")
        return self


class Interactions(Section):
    """The table of interactions: one row an event of one user."""

    source: str = Field(description="File, glob or folder, relative to the settings file.")
    user: str = Field(description="The column that names the user.")
    unknown_users: Literal["quarantine", "keep"] = Field(
        "quarantine", description="What becomes of interactions whose user is not in the table of users."
    )
    columns: dict[str, Column] = Field(default_factory=dict, description="Column name -> role, or a table with `role`.")
    csv: CsvOptions = Field(default_factory=CsvOptions, description="How to read CSV files.")

    @model_validator(mode="after")
    def _roles_fit(self) -> "Interactions":
        if self.user in self.columns:
            raise ValueError("the `user` column must not be listed under `columns`: its role is fixed")
        for role in ("timestamp", "conversation", "kind", "speaker"):
            if len(self.named(role)) > 1:
                raise ValueError(f"only one column can have the role {role}")
        return self

    def named(self, role: Role) -> list[str]:
        """Names of the columns of one role, in the order of the settings."""
        return [name for name, column in self.columns.items() if column.role == role]


class Dataset(Section):
    """Where the data is and what its columns mean. Without this section the bundled sample is read."""

    name: str = Field(
        "dataset", pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", description="Name of the dataset; part of every pseudonym."
    )
    users: Users = Field(description="The table of users.")
    interactions: Interactions = Field(description="The table of interactions.")
    max_quarantine_rate: float | None = Field(
        None, ge=0, le=1, description="Share of rows read that may be unusable before the run fails; not set: only a warning."
    )


class Privacy(Section):
    """Keys, and how far quasi-identifiers are coarsened."""

    key_env: str = Field("LLM_ASSETS_KEY", description="Environment variable that holds the key: text of 32 characters or more.")
    key_file: str = Field(
        "~/.config/llm-assets/default.key",
        description="File that holds the key when the variable is not set; made with mode 0600 when absent.",
    )
    min_group_size: int = Field(5, ge=1, description="k: every combination of quasi-identifiers is shared by k users or more.")
    suppress: Literal["values", "user"] = Field(
        "values", description="What is left out when a group stays too small: its quasi-identifiers, or its users."
    )
    tag_scope: Literal["owner", "dataset"] = Field(
        "owner", description="`dataset` gives equal tags to equal values everywhere; it links people, so it is opt-in."
    )
    link_datasets: str | None = Field(
        None,
        description="Datasets with the same text here and the same key get equal pseudonyms for equal ids, on purpose.",
    )
    phone_regions: list[str] = Field(
        default_factory=lambda: ["US", "GB", "DE", "FR", "ES", "IT", "NL", "BR"],
        description="Regions (ISO 3166 codes) whose national phone forms are recognised; international forms always are.",
    )


class RateLimiting(Section):
    """Limits that protect the store and the machine."""

    requests_per_second: float | None = Field(
        None, gt=0, description="Files or objects written per second, one bucket for all workers; not set: unlimited."
    )
    max_concurrent: int | None = Field(None, ge=1, description="Workers; not set: one per core, bounded by memory.")


Format = Annotated[list[str], BeforeValidator(_one_or_many)]


class LlmOutput(Section):
    """What is written, and where."""

    output_dir: str = Field("./output", description="Folder of the published tree, relative to the settings file.")
    format: Format = Field(
        default_factory=lambda: ["markdown"],
        min_length=1,
        description="One format or a list: markdown, jsonl.",
    )
    privacy_level: Level = Field("high", description="low, medium or high: see docs/privacy-model.md.")
    include_metadata: bool = Field(True, description="Write the metadata (YAML front matter) of a document.")
    template: str | None = Field(
        None, description="Your own Jinja2 template of a Markdown profile, relative to the settings file."
    )
    records_per_file: int = Field(100_000, ge=1, description="Records in one file of a sharded format.")
    max_error_rate: float = Field(
        0.01, ge=0, le=1, description="Share of users that may fail while being anonymised or formatted before the run fails."
    )
    keep_versions: int = Field(1, ge=0, description="Old trees kept beside the published one.")
    llms_full_max_bytes: int = Field(1_000_000, ge=0, description="llms-full.txt is written when it is no larger than this.")
    rate_limiting: RateLimiting = Field(default_factory=RateLimiting, description="Limits; absent means unlimited.")


class Compute(Section):
    """How the work is run."""

    engine: Literal["local"] = Field("local", description="local: processes of this machine.")
    work_dir: str = Field(".llm_assets", description="Working folder, relative to the settings file; holds personal data.")
    keep_work: Literal["resume", "none"] = Field(
        "resume", description="`none` removes all that holds raw values after a successful run."
    )
    shard_bytes: int = Field(16_000_000, ge=10_000, description="Bytes of source that one worker holds at a time.")


class Schedule(Section):
    """When the job runs by itself (the schedule is off until it is switched on in the UI)."""

    cron: str = Field("0 2 * * *", description="Cron expression of the schedule.")
    timezone: str = Field("UTC", description="Time zone of the cron expression.")


class Settings(Section):
    """All settings of one dataset. `root` is the folder that relative paths start from; it is not a setting itself."""

    dataset: Dataset | None = Field(None, description="The data; absent: the bundled sample.")
    privacy: Privacy = Field(default_factory=Privacy, description="Keys and k-anonymity.")
    llm_output: LlmOutput = Field(default_factory=LlmOutput, description="What is written, and where.")
    compute: Compute = Field(default_factory=Compute, description="How the work is run.")
    schedule: Schedule = Field(default_factory=Schedule, description="When it runs by itself.")
    root: Path = Field(default_factory=Path.cwd, exclude=True, repr=False, description="Folder that relative paths start from.")

    def path(self, text: str) -> Path:
        """Absolute path of a path setting: `~` expanded, relative to the settings file."""
        return Path(self.root, Path(text).expanduser()).absolute()
