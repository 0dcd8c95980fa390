"""The settings of `[privacy]`: keys, groups, and the rules that are added to those that ship with the package.

What does not belong here: which patterns are allowed (`patterns`), which settings weaken a level (`weaker`).
"""

from typing import Annotated, Literal, get_args

from pydantic import Field

from llm_assets.settings.section import Entity, Level, Section, words

PolicyName = Literal["hipaa-safe-harbor", "gdpr-pseudonymised", "gdpr-assessed"]
Action = Literal["tag", "pseudonym", "mask", "surrogate", "keep"]
ENTITIES: tuple[str, ...] = get_args(Entity)

_TWO_CAPITALS = words("two capital letters")
_ENTITY_NAME = r"^[A-Z][A-Z_]{1,19}$"
_VALIDATOR = r"^(luhn|mod97|entropy|stdnum(\.[a-z0-9_]+){1,2})$"
_VALIDATOR_WORDS = "luhn, mod97, entropy, or a module of python-stdnum such as stdnum.de.idnr"


class Pattern(Section):
    """A pattern of your own. What it matches is replaced like anything else that is found."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9_-]{0,39}$",
        description="Name of the rule, as reports and `explain` show it.",
        json_schema_extra=words("1 to 40 of a-z, 0-9, _ and -, the first a letter"),
    )
    entity: str = Field(
        "ID_OTHER",
        pattern=_ENTITY_NAME,
        description="What it finds: one of the kinds of identifiers, or a name of your own.",
        json_schema_extra=words("2 to 20 of A-Z and _, the first a letter"),
    )
    pattern: str = Field(
        min_length=1, max_length=1000, description="Regular expression in [RE2 syntax](#patterns-of-your-own); case counts."
    )
    context: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(
        default_factory=list,
        description="Words of which one must stand near: up to 48 characters before or 32 after, or in the message before.",
    )
    validator: Annotated[str, Field(pattern=_VALIDATOR, json_schema_extra=words(_VALIDATOR_WORDS))] | None = Field(
        None, description="What a match must pass as well."
    )
    level: Level = Field("low", description="The lowest level at which it works.")


class Lists(Section):
    """Values to leave alone, and values to hunt. Files are relative to the settings file, UTF-8, of any size."""

    allow: list[Annotated[str, Field(min_length=1)]] = Field(
        default_factory=list, description="Files of values that stay where they are found by form, one a line."
    )
    deny: dict[str, list[Annotated[str, Field(min_length=1)]]] = Field(
        default_factory=dict,
        description="Files of values that are hunted in every text: entity = files.",
        json_schema_extra={"propertyNames": {"enum": list(ENTITIES), "title": "entity"}},
    )


class Ner(Section):
    """A model of your own that finds names, beside the built-in rules; needs the extra of its back-end."""

    backend: Literal["spacy", "gliner", "presidio"] = Field(description="Which library runs the model.")
    model: str = Field(min_length=1, description="Folder of the model, relative to the settings file.")
    labels: dict[str, Entity] = Field(
        default_factory=dict,
        description="What the model's labels mean here; empty: as the back-end has it.",
        json_schema_extra={"propertyNames": {"title": "label"}},
    )
    threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Findings with a lower score are dropped; not set: as the back-end has it (spaCy has none).",
    )


class Intruder(Section):
    """The attackers that try to link people to their published profiles, and what follows when they succeed."""

    block: list[Literal["A", "B", "C"]] = Field(
        ["A"],
        description="Attackers that forbid publication at level high when they link more than 1/k; the others only warn.",
    )


class VaultFile(Section):
    """Where random codes are kept, encrypted, with a key of their own; used when `pseudonyms = "random"`."""

    file: str = Field(
        "~/.config/llm-assets/default.vault",
        min_length=1,
        description="The vault; made when absent. One can serve many.",
    )
    key_env: str = Field(
        "LLM_ASSETS_VAULT_KEY",
        min_length=1,
        description="Environment variable that holds the key of the vault: text of 32+ characters.",
    )
    key_file: str = Field(
        "~/.config/llm-assets/default.vault.key",
        min_length=1,
        description="File that holds the key of the vault when the variable is not set; made with the vault, mode 0600.",
    )


class Privacy(Section):
    """Keys, how far quasi-identifiers are coarsened, and rules of your own."""

    policy: PolicyName | None = Field(
        None,
        description="[Rules of a law](privacy-model.md#policies) as defaults; your own settings may only tighten them.",
    )
    key_env: str = Field(
        "LLM_ASSETS_KEY", min_length=1, description="Environment variable that holds the key: text of 32+ characters."
    )
    key_file: str = Field(
        "~/.config/llm-assets/default.key",
        min_length=1,
        description="File that holds the key when the variable is not set; made with mode 0600 when absent.",
    )
    erase: str | None = Field(
        None,
        min_length=1,
        description="File of ids [to erase](erasure.md), relative to the settings file: one column, named as the users' id.",
    )
    erased: str = Field(
        ".llm_assets.erased",
        min_length=1,
        description="Folder of the lasting list of erased ids and of the receipts, relative to the settings file; back it up.",
    )
    key_lifetime: Literal["kept", "run"] = Field(
        "kept",
        description="`run`: each run draws a key of its own and destroys it once the tree is published; no other key is read.",
    )
    pseudonyms: Literal["keyed", "random"] = Field(
        "keyed",
        description="`random`: codes that nothing is derived from, kept in the [vault](#privacyvault); tags have none then.",
    )
    vault: VaultFile = Field(default_factory=VaultFile, description="Where random codes are kept.")
    tag_codes: Literal["keyed", "none"] = Field(
        "keyed", description="`none`: tags carry no code, so that nothing tells which values were equal."
    )
    dates: Literal["level", "year"] = Field(
        "level",
        description="`year`: times are their true year, and dates in texts become `[DATE:2019]`.",
    )
    urls: Literal["level", "none"] = Field(
        "level", description="`none`: nothing of a URL in a text stays, not even its host, at any level that looks for URLs."
    )
    ages: Literal["keep", "90+"] = Field("keep", description="`90+`: in texts, an age over 89 becomes `90+`.")
    reference_year: int | None = Field(
        None,
        ge=1900,
        le=9999,
        description="Year of publication: years that lie 90 or more before it show an age over 89, and become `90+` (in texts "
        "and times: nothing).",
    )
    min_group_size: int = Field(5, ge=1, description="k: every combination of quasi-identifiers is shared by k users or more.")
    suppress: Literal["values", "user"] = Field(
        "values", description="What is left out when a group stays too small: its quasi-identifiers, or its users."
    )
    rare_events: Literal["keep", "generalize", "cut"] = Field(
        "keep",
        description="Kinds and `attribute` values of interactions that fewer than min_group_size users have: kept, replaced "
        "by `other`, or the interaction is cut.",
    )
    risk_seconds: float = Field(
        30,
        ge=1,
        le=3600,
        description="Budget for measuring the risk, in seconds of a nominal machine: it sets the sizes of samples.",
    )
    intruder: Intruder = Field(default_factory=Intruder, description="The attackers, and what follows when they succeed.")
    max_suppressed: float = Field(
        0.05,
        ge=0,
        le=1,
        description="Share of users that may be in groups that are too small, and so lose values, at level high; when there "
        "are more, quasi-identifiers are generalised further.",
    )
    min_distinct_l: int = Field(
        1, ge=1, description="Distinct values that each `sensitive` column has in each group, at level high; 1: no threshold."
    )
    min_entropy_l: float = Field(
        1.0, ge=1, description="The same, where rare values count less: e to the entropy of the values; 1: no threshold."
    )
    max_t: float = Field(
        1.0,
        ge=0,
        le=1,
        description="How far the values of a `sensitive` column in a group may be from those of all users: from 0 (the same) "
        "to 1 (no threshold).",
    )
    tag_scope: Literal["owner", "dataset"] = Field(
        "owner", description="`dataset` gives equal tags to equal values everywhere; it links people, so it is opt-in."
    )
    link_datasets: str | None = Field(
        None,
        description="Datasets with the same text here and the same key get equal pseudonyms for equal ids, on purpose.",
    )
    phone_regions: list[Annotated[str, Field(pattern="^[A-Z]{2}$", json_schema_extra=_TWO_CAPITALS)]] = Field(
        default_factory=lambda: ["US", "GB", "DE", "FR", "ES", "IT", "NL", "BR"],
        description="Regions (ISO 3166 codes) whose national phone forms are recognised; international forms always are.",
    )
    canaries: int = Field(
        80,
        ge=0,
        le=10_000,
        description="Made-up users that go through each run to measure [what is found](privacy-model.md#canaries); 0: none.",
    )
    canary_recall: float = Field(
        0.8, ge=0, le=1, description="Share of the canaries of a kind that must be removed, or a check warns."
    )
    allow_weaker: bool = Field(
        False, description="Lets settings [weaken the level](#settings-that-weaken-a-level); the dataset card names each."
    )
    actions: dict[str, Action] = Field(
        default_factory=dict,
        description="[What stands in the place](#actions) of what is found: entity = action.",
        json_schema_extra={"propertyNames": {"pattern": _ENTITY_NAME, "title": "entity"}},
    )
    patterns: list[Pattern] = Field(default_factory=list, description="Patterns of your own.")
    lists: Lists = Field(default_factory=Lists, description="Values to leave alone, and values to hunt.")
    ner: Ner | None = Field(None, description="A model of your own that finds names; absent: none.")
