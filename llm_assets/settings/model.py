"""The settings, as one pydantic model: the only place in the project that holds a default.

What does not belong here: finding and reading the file (`load`), what several settings must agree on (`rules`), the wording
of mistakes (`problems`), the JSON schema (`schema`), the reference page (`reference`).
"""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from llm_assets.settings.card_model import Card
from llm_assets.settings.content_model import Content
from llm_assets.settings.exports import ExportName
from llm_assets.settings.format_models import Chat, Chunks, Duplicates, Splits, Templates, Tokens
from llm_assets.settings.monitoring import Alerts, Logs, Metrics, ServiceLevels
from llm_assets.settings.privacy_model import Privacy as Privacy
from llm_assets.settings.running import Schedule as Schedule
from llm_assets.settings.section import Entity as Entity
from llm_assets.settings.section import Level as Level
from llm_assets.settings.section import Section as Section
from llm_assets.settings.section import words
from llm_assets.settings.steps import STEP, STEP_EXAMPLES, STEP_WORDS
from llm_assets.stores.urls import is_store

Role = Literal[
    "direct", "quasi", "sensitive", "text", "html", "attribute", "pseudonym", "user", "timestamp", "conversation", "kind",
    "speaker", "drop",
]  # fmt: skip


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Step = Annotated[str, Field(pattern=STEP, examples=list(STEP_EXAMPLES), json_schema_extra=words(STEP_WORDS))]


class Column(Section):
    """What a column is, and so what becomes of it. `plan = "attribute"` is short for `plan = { role = "attribute" }`."""

    role: Role = Field(description="What the column is; a column that is not listed is dropped.")
    entity: Entity = Field(
        "ID_OTHER", description="For `direct` columns: the kind of identifier, which decides how it is hunted in texts."
    )
    generalize: Annotated[list[Step], BeforeValidator(_one_or_many, json_schema_input_type=Step | list[Step])] = Field(
        default_factory=lambda: ["keep"],
        min_length=1,
        description="For `quasi` and `sensitive` columns: how values are made coarser. For `quasi` columns of users also a "
        "list from fine to coarse: the steps that the search at level high may go to. The first is the finest ever published.",
    )
    entities_off: list[Entity] = Field(
        default_factory=list,
        description="For `text`, `html` and `speaker` columns: kinds that are not looked for by form in this column.",
    )
    entities_only: list[Entity] = Field(
        default_factory=list,
        description="The same the other way round: only these kinds are looked for by form; empty means all.",
    )

    @model_validator(mode="before")
    @classmethod
    def _role_alone(cls, value: Any) -> Any:
        return {"role": value} if isinstance(value, str) else value


class CsvOptions(Section):
    """How to read CSV files; what is not set is detected from the first lines."""

    delimiter: str | None = Field(None, min_length=1, max_length=1, description="Field separator; detected when not set.")
    quote: str | None = Field(None, min_length=1, max_length=1, description="Quote character; detected when not set.")
    encoding: str = Field("utf-8", description="Encoding, as Python names it; a byte order mark is removed.")


class Source(Section):
    """What both tables have."""

    source: str = Field(
        min_length=1,
        description="File, glob or folder, relative to the settings file or on an object store; or the URL of a database.",
    )
    export: ExportName | None = Field(None, description="What the source is an export of: docs/exports.md.")
    table: str | None = Field(None, min_length=1, description="Of a database: the table, as `name` or `schema.name`.")
    query: str | None = Field(None, min_length=1, description="Of a database: a query in place of a table; it must only read.")
    columns: dict[str, Column] = Field(default_factory=dict, description="Column = role, or a table with `role`.")
    allow_empty: bool = Field(False, description="Whether the source may have no rows; else that stops the run.")
    csv: CsvOptions = Field(default_factory=CsvOptions, description="How to read CSV files.")


class Users(Source):
    """The table of users: one row a person."""

    id: str = Field(min_length=1, description="The column that identifies a user.")


class Interactions(Source):
    """The table of interactions: one row an event of one user."""

    user: str = Field(min_length=1, description="The column that names the user.")
    explode: str | None = Field(
        None,
        min_length=1,
        description="Of JSON: a field that holds a list; each element is an interaction, its fields are `field.name`.",
    )
    unknown_users: Literal["quarantine", "keep"] = Field(
        "quarantine", description="What becomes of interactions whose user is not in the table of users."
    )

    def named(self, role: Role) -> list[str]:
        """Names of the columns of one role, in the order of the settings."""
        return [name for name, column in self.columns.items() if column.role == role]


class Dataset(Section):
    """Where the data is and what its columns mean. Without this section the bundled sample is read."""

    name: str = Field(
        "dataset",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",
        description="Name of the dataset; part of every pseudonym.",
        json_schema_extra={"patternErrorMessage": "1 to 64 of a-z, A-Z, 0-9, _ and -, the first a letter or digit"},
    )
    users: Users = Field(description="The table of users.")
    interactions: Interactions = Field(description="The table of interactions.")
    max_quarantine_rate: float | None = Field(
        None, ge=0, le=1, description="Share of rows read that may be unusable before the run fails; not set: only a warning."
    )


class RateLimiting(Section):
    """Limits that protect the store and the machine."""

    requests_per_second: float | None = Field(
        None, gt=0, description="Files or objects written per second, one bucket for all workers; not set: unlimited."
    )
    max_concurrent: int | None = Field(
        None,
        ge=1,
        description="Workers; not set: one per core, bounded by memory. Also requests to a store at a time; not set: 16.",
    )


Format = Annotated[list[str], BeforeValidator(_one_or_many, json_schema_input_type=str | list[str])]


class LlmOutput(Section):
    """What is written, and where."""

    output_dir: str = Field(
        "./output",
        min_length=1,
        description="Folder of the published tree, relative to the settings file; or a URL of an object store.",
    )
    format: Format = Field(
        default_factory=lambda: ["markdown"],
        min_length=1,
        description="One format or a list: markdown, jsonl, chat, parquet, chunks, text, xml, or one that a package brings.",
    )
    privacy_level: Level = Field("high", description="How much is removed: see docs/privacy-model.md.")
    include_metadata: bool = Field(True, description="Write the metadata (YAML front matter) of a document.")
    template: str | None = Field(
        None, min_length=1, description="Your own Jinja2 template of a Markdown profile, relative to the settings file."
    )
    mark_untrusted: bool = Field(
        True, description="Say in each document that what people wrote is data, and break the control tokens of models in it."
    )
    max_tokens_per_document: int = Field(
        100_000, ge=500, description="Longer histories become several documents, with links between them."
    )
    records_per_file: int = Field(100_000, ge=1, description="Records in one file of a sharded format.")
    max_error_rate: float = Field(
        0.01, ge=0, le=1, description="Share of users that may fail while being anonymised or formatted before the run fails."
    )
    keep_versions: int = Field(1, ge=0, description="Old trees kept beside the published one.")
    llms_full_max_bytes: int = Field(1_000_000, ge=0, description="llms-full.txt is written when it is no larger than this.")
    templates: Templates = Field(default_factory=Templates, description="Your own templates, by format.")
    content: Content = Field(default_factory=Content, description="Which interactions, columns and figures are shown.")
    chat: Chat = Field(default_factory=Chat, description="The format `chat`.")
    chunks: Chunks = Field(default_factory=Chunks, description="The format `chunks`.")
    tokens: Tokens = Field(default_factory=Tokens, description="How tokens are counted.")
    duplicates: Duplicates | None = Field(None, description="Documents that repeat others; absent: all are kept.")
    splits: Splits | None = Field(None, description="Splits for training; absent: none.")
    card: Card = Field(default_factory=Card, description="What the tree tells catalogues of datasets.")
    service_levels: ServiceLevels | None = Field(None, description="What a run may take; absent: no limits.")
    rate_limiting: RateLimiting = Field(default_factory=RateLimiting, description="Limits; absent means unlimited.")

    def own_template(self, format_: str) -> tuple[str, str | None]:
        """The setting that names the user's own template of a format, and the name; None where there is none."""
        if format_ == "markdown" and self.template is not None:
            return "[llm_output] template", self.template
        return f"[llm_output.templates] {format_}", getattr(self.templates, format_, None)


class Compute(Section):
    """How the work is run."""

    engine: Literal["local", "ray"] = Field(
        "local", description="`local`: processes of this machine; `ray`: the nodes of a Ray cluster (the extra `ray`)."
    )
    address: str = Field(
        "auto",
        min_length=1,
        description="Of the Ray cluster: `host:port` of its head, or `auto` for the one that this machine is a node of.",
    )
    work_dir: str = Field(
        ".llm_assets",
        min_length=1,
        description="Working folder, relative to the settings file, or a URL of an object store; holds personal data.",
    )
    keep_work: Literal["resume", "none"] = Field(
        "resume", description="`none` removes all that holds raw values after a successful run."
    )
    shard_bytes: int = Field(16_000_000, ge=10_000, description="Bytes of source that one worker holds at a time.")
    wait_seconds: float = Field(600, ge=0, description="How long a run waits for another one that works or publishes there.")


class Settings(Section):
    """All settings of one dataset. `root` is the folder that relative paths start from; it is not a setting itself."""

    dataset: Dataset | None = Field(None, description="The data; absent: the bundled sample.")
    privacy: Privacy = Field(default_factory=Privacy, description="Keys and k-anonymity.")
    llm_output: LlmOutput = Field(default_factory=LlmOutput, description="What is written, and where.")
    compute: Compute = Field(default_factory=Compute, description="How the work is run.")
    schedule: Schedule = Field(default_factory=Schedule, description="When it runs by itself.")
    alerts: Alerts = Field(default_factory=Alerts, description="Who is told when something fails.")
    metrics: Metrics = Field(default_factory=Metrics, description="Figures for Prometheus.")
    logs: Logs = Field(default_factory=Logs, description="What goes on in a run, as JSON lines.")
    root: Path = Field(default_factory=Path.cwd, exclude=True, repr=False, description="Folder that relative paths start from.")

    def path(self, text: str) -> Path:
        """Absolute path of a path setting: `~` expanded, relative to the settings file."""
        return Path(self.root, Path(text).expanduser()).absolute()

    @property
    def work_folder(self) -> Path:
        """Where the work is done: `work_dir`, or a folder of this machine that is kept on the store that it names."""
        kept = is_store(self.compute.work_dir)
        return self.path(str(Compute.model_fields["work_dir"].default) if kept else self.compute.work_dir)

    def place(self, text: str) -> str:
        """What a setting names, as it is shown: an absolute path, or the URL of a place in an object store."""
        return text if is_store(text) else str(self.path(text))
