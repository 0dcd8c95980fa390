"""What Dagster loads: two datasets of llm-assets side by side, beside assets, a job and resources of this project."""

from pathlib import Path

import dagster as dg

from helpdesk.audience import audience
from helpdesk.reviews import PrivateTables, product_reviews, shoppers
from helpdesk.support import help_desk
from llm_assets import build_defs

PROJECT = Path(__file__).parents[1]

defs = dg.Definitions.merge(
    # dlt wrote these tables: they are read where support.toml says, after they were made.
    build_defs(PROJECT / "support.toml", key_prefix="support", upstream=[help_desk]),
    # These assets return DataFrames: they are loaded by their IO manager, and no source is read.
    build_defs(PROJECT / "reviews.toml", key_prefix="reviews", users=shoppers, interactions=product_reviews),
    dg.Definitions(
        assets=[help_desk, shoppers, product_reviews, audience],
        jobs=[dg.define_asset_job("nightly", dg.AssetSelection.all(), description="From the sources to the audience.")],
        resources={"private_tables": PrivateTables(folder=str(PROJECT / "data"))},
        executor=dg.in_process_executor,  # 30 small steps: a process for each would cost more than the work
    ),
)
