"""What the definitions of one dataset are called, so that those of several stand side by side in one project.

What does not belong here: what an asset, a check or a job does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dagster as dg

from llm_assets.defs.resources import PipelineResource
from llm_assets.errors import ConfigError

GROUP = "llm_assets"
OWNERS = ("team:data-platform",)
ASSETS = ("raw_dataset", "anonymized_users", "formatted_documents", "output_tree")
JOBS = ("build", "erase", "preview", "audit", "purge_work_dir")
_PART = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True)
class Names:
    """prefix: of every name; empty where there is one dataset alone. group, owners: of the assets."""

    prefix: tuple[str, ...] = ()
    group: str = GROUP
    owners: tuple[str, ...] = OWNERS

    @classmethod
    def of(cls, key_prefix: str | Sequence[str] | None, group_name: str | None, owners: Sequence[str] | None) -> "Names":
        """The names for the arguments of `build_defs`. Raises ConfigError for a name that Dagster does not take."""
        prefix = () if key_prefix is None else (key_prefix,) if isinstance(key_prefix, str) else tuple(key_prefix)
        group = group_name if group_name is not None else "_".join(prefix) or GROUP
        for where, part in [*(("key_prefix", part) for part in prefix), ("group_name", group)]:
            if not _PART.fullmatch(part):
                raise ConfigError(
                    f"{part!r} cannot be part of a name in Dagster",
                    where=f"{where} of build_defs",
                    remedy="Use letters, digits and _ only.",
                )
        return cls(prefix, group, OWNERS if owners is None else tuple(owners))

    def key(self, asset: str) -> dg.AssetKey:
        """Of one of the four assets."""
        return dg.AssetKey([*self.prefix, asset])

    @property
    def keys(self) -> frozenset[dg.AssetKey]:
        """Of all four assets."""
        return frozenset(map(self.key, ASSETS))

    @property
    def jobs(self) -> frozenset[str]:
        """Of all jobs."""
        return frozenset(map(self.named, JOBS))

    def named(self, plain: str) -> str:
        """Of a job, an op, a schedule, a sensor or a resource."""
        return "_".join([*self.prefix, plain])

    @property
    def needs(self) -> set[str]:
        """The resources that a step asks for: the door to the pipeline."""
        return {self.named("pipeline")}

    def pipeline(self, context: Any) -> PipelineResource:
        """The door to the pipeline. context: of an asset, a check or an op that `needs` it."""
        door: PipelineResource = getattr(context.resources, self.named("pipeline"))
        return door
