"""What the types cannot say of the settings of formats."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from llm_assets.settings.format_models import SPLITS, Chunks
from llm_assets.settings.model import Dataset, Settings
from llm_assets.settings.problems import Problem, failure, nearest, value_at

_CONTENT = ("llm_output", "content")
_CHUNKS, _COUNTER = ("llm_output", "chunks"), ("llm_output", "tokens", "counter")
_ROUNDING = 1e-6
_SPLITS = ("llm_output", "splits")


def check(values: Mapping[str, Any], root: Path) -> Iterator[Problem]:
    """The problems that the model does not see. root: folder that relative paths start from."""
    most, overlap = (
        Chunks.model_fields[name].default if value_at(values, (*_CHUNKS, name)) is None else value_at(values, (*_CHUNKS, name))
        for name in ("tokens", "overlap")
    )
    if isinstance(most, int) and isinstance(overlap, int) and overlap > most // 2:
        yield Problem((*_CHUNKS, "overlap"), "found more than half of `tokens`", "at most half of llm_output.chunks.tokens")
    given = value_at(values, _SPLITS)
    if isinstance(given, Mapping) and not set(given).difference((*SPLITS, "shared")):
        shares = [given[name] for name in SPLITS if name in given]
        if all(isinstance(share, int | float) and 0 <= share <= 1 for share in shares) and abs(sum(shares) - 1) > _ROUNDING:
            yield Problem(_SPLITS, "found shares that do not add up to 1", "train, validation and test that add up to 1")
    counter = value_at(values, _COUNTER)
    if isinstance(counter, str) and ":" in counter and not counter_file(counter, root).is_file():
        yield Problem(_COUNTER, "found the name of a file that is not there", "an existing file")


def counter_file(counter: str, root: Path) -> Path:
    """The file of a counter that has one. root: folder that relative paths start from."""
    try:
        return Path(root, Path(counter.partition(":")[2]).expanduser()).absolute()
    except RuntimeError:  # `~` of an unknown user
        return Path(root, counter.partition(":")[2]).absolute()


def check_content(settings: Settings, dataset: Dataset | None) -> list[Problem]:
    """What `[llm_output.content]` names and the dataset does not have."""
    if dataset is None:
        return []
    content, found = settings.llm_output.content, []
    for place, what, allowed in content.mistakes(dataset):
        named = getattr(content, str(place[0]))[place[1]] if len(place) > 1 else ""
        found.append(Problem((*_CONTENT, *place), what, allowed, nearest(named, allowed.split(", "))))
    return found


def content_of(settings: Settings, dataset: Dataset) -> Dataset:
    """The dataset as `[llm_output.content]` wants it shown. Raises ConfigError when that names what it does not have."""
    if problems := check_content(settings, dataset):
        raise failure(problems, {}, f"dataset {dataset.name}")
    return settings.llm_output.content.shown(dataset)
