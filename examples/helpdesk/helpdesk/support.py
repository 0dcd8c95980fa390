"""The help desk: dlt loads customers and tickets into DuckDB, where llm-assets reads them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import dlt

from helpdesk.people import messages, people

PROJECT = Path(__file__).parents[1]


@dlt.resource(name="customers", write_disposition="replace")
def _customers() -> Iterator[dict[str, Any]]:
    for person in people(60, seed=1):
        yield {
            "customer_id": f"C{person.number:04d}",
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "born": person.born,
            "plan": ("free", "team", "business")[person.number % 3],
        }


@dlt.resource(name="tickets", write_disposition="replace")
def _tickets() -> Iterator[dict[str, Any]]:
    for number, (person, at, text) in enumerate(messages(people(60, seed=1), seed=2)):
        yield {
            "customer_id": f"C{person.number:04d}",
            "opened_at": at,
            "ticket_id": f"T{number // 2:05d}",
            "channel": ("mail", "chat")[number % 2],
            "message": text,
        }


@dg.multi_asset(
    specs=[
        dg.AssetSpec("customers", group_name="help_desk", kinds={"dlt", "duckdb"}, description="Who asks."),
        dg.AssetSpec("tickets", group_name="help_desk", kinds={"dlt", "duckdb"}, description="What they ask."),
    ]
)
def help_desk() -> Iterator[dg.MaterializeResult[None]]:
    """Both tables, in one load."""
    data = PROJECT / "data"
    data.mkdir(mode=0o700, exist_ok=True)  # it holds personal data: the database, and what dlt works with
    pipeline = dlt.pipeline(
        pipeline_name="help_desk",
        destination=dlt.destinations.duckdb(str(data / "support.duckdb")),
        dataset_name="help_desk",
        pipelines_dir=str(data / "dlt"),
    )
    pipeline.run([_customers(), _tickets()])
    for table in ("customers", "tickets"):
        yield dg.MaterializeResult(asset_key=table)
