"""Assets of other people's making that the dataset is read from: as files and tables that they wrote, or as DataFrames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dagster as dg

if TYPE_CHECKING:
    from pandas import DataFrame

Asset = dg.AssetKey | dg.AssetSpec | dg.AssetsDefinition | str | Sequence[str]
Frames = Mapping[str, "DataFrame"]


@dataclass(frozen=True)
class Upstream:
    """deps: made before `raw_dataset`, which reads what they wrote where the settings say.

    frames: by table ("users", "interactions"), assets whose DataFrames stand in for the sources.
    """

    deps: tuple[dg.AssetKey, ...] = ()
    frames: Mapping[str, dg.AssetSpec | dg.AssetsDefinition] = field(default_factory=dict)

    @classmethod
    def of(cls, deps: Sequence[Asset], users: Asset | None, interactions: Asset | None) -> "Upstream":
        """The assets for the arguments of `build_defs`."""
        frames = {"users": users, "interactions": interactions}
        keys = tuple(key for each in deps for key in _keys(each))
        return cls(keys, {table: _loadable(asset) for table, asset in frames.items() if asset is not None})

    @property
    def asset_ins(self) -> dict[str, dg.AssetIn]:
        """The inputs of `raw_dataset`."""
        return {table: dg.AssetIn(key=asset.key) for table, asset in self.frames.items()}

    @property
    def op_ins(self) -> dict[str, dg.In]:
        """The inputs of an op that reads the sources."""
        return {table: dg.In() for table in self.frames}


def _keys(asset: Asset) -> tuple[dg.AssetKey, ...]:
    return tuple(sorted(asset.keys)) if isinstance(asset, dg.AssetsDefinition) else (_key(asset),)


def _loadable(asset: Asset) -> dg.AssetSpec | dg.AssetsDefinition:
    """What an op of a job may take: it names the IO manager, where that is not the project's own."""
    return asset if isinstance(asset, dg.AssetSpec | dg.AssetsDefinition) else dg.AssetSpec(_key(asset))


def _key(asset: Asset) -> dg.AssetKey:
    if isinstance(asset, dg.AssetSpec | dg.AssetsDefinition):
        return asset.key
    return asset if isinstance(asset, dg.AssetKey) else dg.AssetKey([asset] if isinstance(asset, str) else list(asset))
