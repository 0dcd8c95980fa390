"""The columns of each asset as Dagster's catalogue shows them, and which column each of them was made of."""

import dagster as dg

from llm_assets.settings import Column, Dataset

USER = "user"  # the column of pseudonyms, in all that is anonymised
_TOLD = {
    "text": "Free text, redacted.",
    "html": "HTML, made plain text and redacted.",
    "attribute": "Kept as it is; the audit looks into it.",
    "pseudonym": "Another id: keyed pseudonym.",
    "user": "Names a user: the same pseudonym as everywhere.",
    "timestamp": "Time, shifted by one secret offset per user.",
    "conversation": "Conversation: keyed pseudonym.",
    "kind": "What kind of interaction it is.",
    "speaker": "Who speaks; redacted.",
    "drop": "Dropped.",
}
_UNIQUE, _PRESENT = dg.TableColumnConstraints(nullable=False, unique=True), dg.TableColumnConstraints(nullable=False)


def raw_schema(dataset: Dataset) -> dg.TableSchema:
    """The columns of both sources with their roles."""
    users, interactions = dataset.users, dataset.interactions
    identifier = dg.TableColumn(
        f"users.{users.id}", "id", description="Identifies a user; becomes a pseudonym.", constraints=_UNIQUE
    )
    owner = dg.TableColumn(f"interactions.{interactions.user}", "user", description="Names the user; becomes a pseudonym.")
    return dg.TableSchema(
        [
            identifier,
            *(_column("users", name, column) for name, column in users.columns.items()),
            owner,
            *(_column("interactions", name, column) for name, column in interactions.columns.items()),
        ]
    )


def safe_schema(dataset: Dataset) -> dg.TableSchema:
    """The columns that are left after anonymisation."""
    user = dg.TableColumn(USER, "pseudonym", description="24 lower-case letters.", constraints=_PRESENT)
    return dg.TableSchema([user, *(_column(*each) for each in _kept(dataset))])


def safe_lineage(dataset: Dataset, raw: dg.AssetKey) -> dg.TableColumnLineage:
    """From the columns of the sources to those that are left. A direct identifier goes nowhere. raw: key of `raw_dataset`."""
    owners = (f"users.{dataset.users.id}", f"interactions.{dataset.interactions.user}")
    made_of = {USER: owners, **{f"{table}.{name}": (f"{table}.{name}",) for table, name, _ in _kept(dataset)}}
    return dg.TableColumnLineage(
        {column: [dg.TableColumnDep(raw, source) for source in sources] for column, sources in made_of.items()}
    )


def same_lineage(dataset: Dataset, parent: dg.AssetKey) -> dg.TableColumnLineage:
    """Each column made of that of the same name: documents and the tree say what the anonymised records say."""
    columns = (USER, *(f"{table}.{name}" for table, name, _ in _kept(dataset)))
    return dg.TableColumnLineage({column: [dg.TableColumnDep(parent, column)] for column in columns})


def _kept(dataset: Dataset) -> list[tuple[str, str, Column]]:
    return [
        (table, name, column)
        for table, part in (("users", dataset.users), ("interactions", dataset.interactions))
        for name, column in part.columns.items()
        if column.role not in ("direct", "drop")
    ]


def _column(table: str, name: str, column: Column) -> dg.TableColumn:
    if column.role == "direct":
        told = f"Direct identifier ({column.entity}): dropped, and its values are hunted in texts."
    elif column.role == "quasi":
        told = f"Quasi-identifier, generalised: {', '.join(column.generalize)}."
    elif column.role == "sensitive":
        told = f"Kept, generalised: {column.generalize[0]}."
    else:
        told = _TOLD[column.role]
    return dg.TableColumn(f"{table}.{name}", column.role, description=told)
