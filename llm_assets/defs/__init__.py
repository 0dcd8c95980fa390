"""All that imports Dagster, one module a kind: assets, checks, resources, jobs. What does not belong here: any work on data."""

from llm_assets.defs.build import build_defs

__all__ = ["build_defs"]
