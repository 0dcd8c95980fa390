"""A check of an asset, declared once and made for each dataset."""

from collections.abc import Callable
from dataclasses import dataclass

import dagster as dg

from llm_assets.defs.names import Names
from llm_assets.defs.resources import PipelineResource

Look = Callable[[dg.AssetCheckExecutionContext, PipelineResource], dg.AssetCheckResult]


@dataclass(frozen=True)
class Check:
    """asset: one of the four. look: finds out, and says it; its name is the check's."""

    asset: str
    look: Look
    description: str
    blocking: bool

    def of(self, names: Names) -> dg.AssetChecksDefinition:
        """The check as Dagster has it, of the asset of one dataset."""

        @dg.asset_check(
            asset=names.key(self.asset),
            name=self.look.__name__,
            description=self.description,
            blocking=self.blocking,
            required_resource_keys=names.needs,
        )
        def checked(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
            return self.look(context, names.pipeline(context))

        return checked


def check(asset: str, *, description: str, blocking: bool = False) -> Callable[[Look], Check]:
    """Declares a check. blocking: whether a failure keeps what comes after the asset from being made."""
    return lambda look: Check(asset, look, description, blocking)
