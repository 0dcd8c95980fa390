"""The header of README.md as Hugging Face `datasets` reads it: configurations, and of each its features, splits and sizes.

Objects in lines of JSON are of the type `json` (datasets 4.7 or later): its loader takes a column of texts that all look like
dates for dates, and writes them in another form. Columns of Parquet have their types in the file.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from llm_assets.tree.fields import Field, fields_of
from llm_assets.tree.files import Entry
from llm_assets.tree.plan import TreePlan
from llm_assets.tree.splits import Config

_LINES_TIMES = {"second": "timestamp[s]", "day": "timestamp[s]", "year": "string"}
_COLUMN_TIMES = {"second": "timestamp[us, tz=UTC]", "day": "date32", "year": "int16"}
_TYPES = {"text": "string", "integer": "int64", "boolean": "bool"}
_WORD = re.compile(r"(?!(?:y|yes|n|no|on|off|true|false|null)$)[a-z][a-z0-9_]*")

Node = dict[str, Any]


def dataset_header(plan: TreePlan, configs: Sequence[Config], records: Iterable[Entry]) -> str:
    """`configs` and `dataset_info` as YAML; empty where there are no configurations. records: files that are no documents."""
    if not configs:
        return ""
    sizes = _sizes(configs, records)
    described = [_info(config, features, sizes) for config in configs if (features := _features(plan, config))]
    listed = [_listed(config) for config in configs]
    return "\n".join(_yaml({"configs": listed} | ({"dataset_info": described} if described else {}))) + "\n"


def _listed(config: Config) -> Node:
    files = [{"split": split, "path": globs[0] if len(globs) == 1 else list(globs)} for split, globs in config.files]
    first = {"default": True} if config.name == "profiles" else {}
    return {"config_name": config.name, **first, "data_files": files}


def _info(config: Config, features: list[Node], sizes: Mapping[tuple[str, str], tuple[int, int]]) -> Node:
    found = {split: sizes.get((config.name, split), (0, 0)) for split, _ in config.files}
    whole = sum(size for _, size in found.values())
    splits = [{"name": split, "num_bytes": size, "num_examples": records} for split, (records, size) in found.items()]
    return {
        "config_name": config.name,
        "features": features,
        "splits": splits,
        "download_size": whole,
        "dataset_size": whole,
    }


def _sizes(configs: Sequence[Config], entries: Iterable[Entry]) -> dict[tuple[str, str], tuple[int, int]]:
    """(configuration, split) -> records and bytes of its files. A loader refuses a split with another number of records."""
    wanted = [(config.name, split, globs) for config in configs for split, globs in config.files]
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for entry in entries:
        for name, split, globs in wanted:
            if any(fnmatchcase(entry.path, glob) for glob in globs):
                records, size = found.get((name, split), (0, 0))
                found[name, split] = records + entry.records, size + entry.size
    return found


def _features(plan: TreePlan, config: Config) -> list[Node]:
    columnar = config.made.container == "parquet"
    times = (_COLUMN_TIMES if columnar else _LINES_TIMES)[plan.times]

    def feature(field: Field) -> Node:
        return {"name": field.name, **typed(field)}

    def typed(field: Field) -> Node:
        if field.type == "group":
            return {"list" if field.many else "struct": list(map(feature, field.inside))}
        if field.type == "columns":
            return {"struct": list(map(feature, field.inside))} if columnar else {"dtype": "json"}
        if field.type == "counts":
            kinds = [{"name": "kind", "dtype": "string"}, {"name": "interactions", "dtype": "int64"}]
            return {"list": kinds} if columnar else {"dtype": "json"}
        name = times if field.type == "time" else _TYPES[field.type]
        return {"list": name} if field.many else {"dtype": name}

    return list(map(feature, fields_of(plan, config.made, config.part)))


def _yaml(value: Any, indent: str = "") -> Iterator[str]:
    """Lines of block style; texts that are no plain words are quoted as in JSON, so that YAML takes none for something else."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, str | int):
                yield f"{indent}{key}: {_scalar(inner)}"
            else:
                yield f"{indent}{key}:"
                yield from _yaml(inner, indent)
        return
    for each in value:
        if isinstance(each, str):
            yield f"{indent}- {_scalar(each)}"
            continue
        first, *others = _yaml(each, f"{indent}  ")
        yield f"{indent}- {first.lstrip()}"
        yield from others


def _scalar(value: str | int) -> str:
    return value if isinstance(value, str) and _WORD.fullmatch(value) else json.dumps(value)
