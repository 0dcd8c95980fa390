"""Runs the shards of a stage. A stage is a map over shards; how many processes do it changes no byte of the result."""

from llm_assets.compute.local import Progress, map_shards, workers

__all__ = ["Progress", "map_shards", "workers"]
