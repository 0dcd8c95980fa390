"""The sensor that runs the main job when a source has changed.

Its cursor holds keyed hashes and counts: no name of a file, no time, no value. One change gives one run: what was asked for is
noted with the number of the run, which is in the run key, so that a tick that is repeated asks for the same run again, and a
source that comes back to an earlier state is a change as well.
"""

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import dagster as dg
import orjson

from llm_assets.dataset.changes import source_state
from llm_assets.defs.names import Names
from llm_assets.defs.ours import under_way
from llm_assets.defs.upstream import Upstream
from llm_assets.errors import DatasetError, FileGenerationError
from llm_assets.settings import Settings

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

_TABLES = 2


@dataclass(frozen=True)
class Seen:
    """The cursor. state: of the last look; looks: how many found it in a row; built: of the last run; runs: how many."""

    state: str = ""
    looks: int = 0
    built: str = ""
    runs: int = 0

    @classmethod
    def read(cls, cursor: str | None) -> "Seen":
        """The cursor of the last tick; of none, or of one that is damaged, nothing was seen."""
        try:
            return cls(**orjson.loads(cursor)) if cursor else cls()
        except (orjson.JSONDecodeError, TypeError):
            return cls()

    def text(self) -> str:
        """As Dagster keeps it."""
        return orjson.dumps(asdict(self)).decode()


def source_sensors(
    names: Names, job: "UnresolvedAssetJobDefinition", settings: Settings, upstream: Upstream
) -> list[dg.SensorDefinition]:
    """The sensor; none where all that is read are DataFrames of other assets. upstream: of the dataset."""
    return [] if len(upstream.frames) == _TABLES else [_changed_sources(names, job, settings, upstream)]


def _changed_sources(
    names: Names, job: "UnresolvedAssetJobDefinition", settings: Settings, upstream: Upstream
) -> dg.SensorDefinition:
    sensor = settings.schedule.sensor

    @dg.sensor(
        name=names.named("changed_sources"),
        job=job,
        minimum_interval_seconds=sensor.every_seconds,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description="Runs the main job when a source has changed: names, sizes and times of files, versions of objects, or "
        "what the queries of [schedule.sensor] give. Off until you switch it on.",
    )
    def look(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        origin = context.code_location_origin
        if run := next(under_way(names, context.instance, origin.location_name if origin else None), None):
            return dg.SkipReason(f"run {run} is in progress; the sources are looked at when it has ended")
        try:
            state = source_state(settings, upstream.frames)
        except DatasetError as error:
            return dg.SkipReason(f"the sources cannot be read now: {error}")
        except Exception as error:  # noqa: BLE001 - the text of what was not raised on purpose may hold anything
            said = str(error) if isinstance(error, FileGenerationError) else "unexpected error; run the job for its traceback"
            failure = dg.Failure(f"{type(error).__name__}: {said}")
        else:
            return _result(Seen.read(context.cursor), state, sensor.looks)
        raise failure from None

    return look


def _result(before: Seen, state: str, wanted: int) -> dg.SensorResult:
    looks = before.looks + 1 if state == before.state else 1
    seen = replace(before, state=state, looks=min(looks, wanted))
    if state == before.built:
        return dg.SensorResult(skip_reason="nothing has changed since the last run was asked for", cursor=seen.text())
    if looks < wanted:
        rest = "one more look finds" if wanted - looks == 1 else f"{wanted - looks} more looks find"
        return dg.SensorResult(skip_reason=f"the sources have changed; a run starts when {rest} the same", cursor=seen.text())
    seen = replace(seen, built=state, runs=before.runs + 1)
    request = dg.RunRequest(run_key=f"{state}-{seen.runs}", tags={"llm_assets/sources": state})
    return dg.SensorResult(run_requests=[request], cursor=seen.text())
