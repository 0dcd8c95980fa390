"""Runs the shards of a stage. A stage is a map over shards; how many processes do it, and where, changes no byte."""

from llm_assets.compute.dead import DIED
from llm_assets.compute.engine import map_shards, on_engine, running_on, workers
from llm_assets.compute.local import Progress

__all__ = ["DIED", "Progress", "map_shards", "on_engine", "running_on", "workers"]
