"""What a mistake in the settings is told as: all at once, with the way out, and never with the value."""

import copy
import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.errors import ConfigError
from llm_assets.settings import parse_settings

MARKER = "ZQXMARKER"
VALID: dict[str, Any] = {
    "dataset": {
        "name": "support",
        "max_quarantine_rate": 0.5,
        "users": {
            "source": "users.csv",
            "id": "user_id",
            "columns": {"mail": {"role": "direct", "entity": "EMAIL"}, "zip": {"role": "quasi", "generalize": "prefix:3"}},
            "csv": {"delimiter": ";", "quote": "'", "encoding": "latin-1"},
        },
        "interactions": {
            "source": "events/*.jsonl",
            "user": "user_id",
            "unknown_users": "keep",
            "columns": {"at": "timestamp", "thread": "conversation", "body": "text"},
        },
    },
    "privacy": {"key_env": "KEY", "key_file": "a.key", "min_group_size": 3, "phone_regions": ["US"], "link_datasets": "x"},
    "llm_output": {
        "output_dir": "out",
        "format": ["markdown", "jsonl"],
        "privacy_level": "low",
        "include_metadata": False,
        "rate_limiting": {"requests_per_second": 1.5, "max_concurrent": 2},
    },
    "compute": {"engine": "ray", "address": "head:6379", "work_dir": ".work", "keep_work": "none", "shard_bytes": 20_000},
    "schedule": {"cron": "*/5 1-3 * JAN mon,tue", "timezone": "Europe/Madrid"},
}
ROOT = Path("/nonexistent/project")


def _message(values: dict[str, Any], root: Path = ROOT) -> str:
    with pytest.raises(ConfigError) as caught:
        parse_settings(values, root=root, origin="here")
    return str(caught.value)


def _lines(values: dict[str, Any]) -> list[str]:
    return [line.strip() for line in _message(values).splitlines()[1:]]


def test_the_valid_settings_are_valid() -> None:
    assert parse_settings(VALID, root=ROOT, origin="here").schedule.timezone == "Europe/Madrid"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        # a literal, nearly right: the nearest is told
        ({"llm_output": {"privacy_level": "hihg"}},
         "llm_output.privacy_level: found a string, did you mean `high`? allowed: low, medium, high"),
        # a literal, nothing near
        ({"llm_output": {"privacy_level": "paranoid"}},
         "llm_output.privacy_level: found a string; allowed: low, medium, high"),
        # an unknown key, nearly right
        ({"llm_output": {"outputdir": "x"}},
         "llm_output.outputdir: unknown key, did you mean `output_dir`? allowed: output_dir, format, privacy_level, "
         "include_metadata, template, mark_untrusted, max_tokens_per_document, records_per_file, max_error_rate, "
         "keep_versions, llms_full_max_bytes, templates, content, chat, chunks, tokens, duplicates, splits, card, "
         "service_levels, rate_limiting"),
        # an unknown section
        ({"privcy": {}},
         "privcy: unknown key, did you mean `privacy`? allowed: dataset, privacy, llm_output, compute, schedule, alerts, "
         "metrics, logs"),
        # a number in quotes is no number, and true is not 1
        ({"privacy": {"min_group_size": "5"}}, "privacy.min_group_size: found a string; allowed: a whole number of 1 or more"),
        ({"privacy": {"min_group_size": True}},
         "privacy.min_group_size: found a boolean; allowed: a whole number of 1 or more"),
        # ranges
        ({"privacy": {"min_group_size": 0}},
         "privacy.min_group_size: found a whole number; allowed: a whole number of 1 or more"),
        ({"llm_output": {"max_error_rate": 1.5}}, "llm_output.max_error_rate: found a number; allowed: a number from 0 to 1"),
        ({"llm_output": {"rate_limiting": {"requests_per_second": 0}}},
         "llm_output.rate_limiting.requests_per_second: found a whole number; allowed: a number above 0"),
        ({"llm_output": {"rate_limiting": {"requests_per_second": float("inf")}}},
         "llm_output.rate_limiting.requests_per_second: found a number; allowed: a number above 0"),
        # an engine that does not exist yet
        ({"compute": {"engine": "rye"}}, "compute.engine: found a string, did you mean `ray`? allowed: local, ray"),
        # a text in the place of a section; a date in the place of a text
        ({"compute": "local"}, "compute: found a string; allowed: a table"),
        ({"privacy": {"key_env": datetime.date(2020, 1, 1)}},
         "privacy.key_env: found a date or time; allowed: a string that is not empty"),
        # formats: in their short form, in a list, of a wrong type, none, twice
        ({"llm_output": {"format": "markdwn"}},
         "llm_output.format: found a string, did you mean `markdown`? allowed: markdown, jsonl, chat, parquet, chunks, text, "
         "xml"),
        ({"llm_output": {"format": ["jsonl", "feather"]}},
         "llm_output.format[1]: found a string; allowed: markdown, jsonl, chat, parquet, chunks, text, xml"),
        ({"llm_output": {"format": [3]}},
         "llm_output.format[0]: found a whole number; allowed: markdown, jsonl, chat, parquet, chunks, text, xml"),
        ({"llm_output": {"format": []}},
         "llm_output.format: found a list; allowed: markdown, jsonl, chat, parquet, chunks, text, xml, or a list of these"),
        ({"llm_output": {"format": ["jsonl", "jsonl"]}},
         "llm_output.format[1]: found a format a second time; allowed: each format once"),
        # of chunks and counters: more overlap than pieces, a file that is not there, a counter that is none
        ({"llm_output": {"chunks": {"tokens": 60}}},
         "llm_output.chunks.overlap: found more than half of `tokens`; allowed: at most half of llm_output.chunks.tokens"),
        ({"llm_output": {"tokens": {"counter": "tiktoken:none.tiktoken"}}},
         "llm_output.tokens.counter: found the name of a file that is not there; allowed: an existing file"),
        ({"llm_output": {"tokens": {"counter": "gpt-4"}}},
         "llm_output.tokens.counter: found a string; allowed: words, tiktoken:FILE or tokenizers:FILE"),
        # items of a list
        ({"privacy": {"phone_regions": ["US", "usa"]}},
         "privacy.phone_regions[1]: found a string; allowed: two capital letters"),
    ],
)  # fmt: skip
def test_one_mistake(values: dict[str, Any], line: str) -> None:
    assert _lines(values) == [line]


ROLES = (
    "direct, quasi, sensitive, text, html, attribute, pseudonym, user, timestamp, conversation, kind, speaker, drop"
)  # fmt: skip


@pytest.mark.parametrize(
    ("column", "line"),
    [
        # the short form: the model looks for it at `.role`, but the key in the file is the column
        ("atribute", f"x: found a string, did you mean `attribute`? allowed: {ROLES}, or a table with `role`"),
        (3, f"x: found a whole number; allowed: {ROLES}, or a table with `role`"),
        ({"role": "txt"}, f"x.role: found a string, did you mean `text`? allowed: {ROLES}"),
        ({}, f"x.role: missing; allowed: {ROLES}"),
        ({"role": "quasi", "generalize": "prefix3"},
         "x.generalize: found a string, did you mean `prefix:3`? "
         "allowed: year, month, day, keep, zip3, age, band:N, prefix:N, round:N or top:N, N from 1 on, or a list of these"),
        ({"role": "quasi", "generalise": "year"},
         "x.generalise: unknown key, did you mean `generalize`? "
         "allowed: role, entity, generalize, entities_off, entities_only"),
    ],
)  # fmt: skip
def test_one_mistake_in_a_column(column: Any, line: str) -> None:
    values = copy.deepcopy(VALID)
    values["dataset"]["users"]["columns"] = {"x": column}
    assert _lines(values) == [f"dataset.users.columns.{line}"]


def test_all_mistakes_at_once_in_the_order_of_the_file() -> None:
    """Mistakes that the model sees and mistakes that only the rules see share one list."""
    values = {
        "schedule": {"timezone": "Europe/Madird"},
        "nonsense": 1,
        "dataset": {
            "interactions": {"source": 3, "user": "u", "columns": {"u": "text"}},
            "users": {"columns": {"first name": "texts", "a": {"entity": "MAIL", "role": "direct"}}, "id": "u"},
        },
        "compute": {"engine": "dask"},
    }
    assert [line.split(": ")[0] for line in _lines(values)] == [
        "schedule.timezone",
        "nonsense",
        "dataset.interactions.source",
        "dataset.interactions.columns.u",
        'dataset.users.columns."first name"',
        "dataset.users.columns.a.entity",
        "dataset.users.source",
        "compute.engine",
    ]
    assert "8 settings are wrong (here)" in _message(values)


def test_keys_are_written_as_toml_writes_them() -> None:
    """A key with a line break would forge a line of the log."""
    assert _lines({'a"b\n  c\u2028': 1})[0].startswith('"a\\"b\\u000a  c\\u2028": unknown key')


def test_nothing_of_pydantic_shows() -> None:
    message = _message({"llm_output": {"privacy_level": 3, "x": 1, "format": 5}, "dataset": {}})
    for jargon in ("pydantic", "http", "Input", "input", "validation", "type="):
        assert jargon not in message
    with pytest.raises(ConfigError) as caught:
        parse_settings({"x": MARKER}, root=ROOT, origin="here")
    assert caught.value.__context__ is None


def _places(values: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    return [place for step, value in steps for place in [(*above, step), *_places(value, (*above, step))]]


_WRONG = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.just(datetime.time(1)), st.binary(max_size=3),
        st.builds("{}{}{}".format, st.text(max_size=4), st.just(MARKER), st.text(max_size=4)),
        st.sampled_from([MARKER, f"s3://{MARKER}", f"~{MARKER}/x", f"{MARKER}\0", f"../{MARKER}", MARKER * 20]),
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@given(data=st.data())
@settings(max_examples=400, deadline=None)
def test_any_mutation_loads_or_is_one_config_error_without_the_value(data: st.DataObject) -> None:
    values = copy.deepcopy(VALID)
    for _ in range(data.draw(st.integers(1, 4))):
        places = _places(values)
        if not places:
            break
        *above, last = data.draw(st.sampled_from(places))
        table = values
        for step in above:
            table = table[step]
        action = data.draw(st.sampled_from(["replace", "add", "remove"]))
        if action == "remove":
            del table[last]
        elif action == "add" and isinstance(table, dict):
            table[data.draw(st.text(max_size=8) | st.sampled_from(["role", "outputdir", "csv", "root", "columns"]))] = (
                data.draw(_WRONG)
            )
        else:
            table[last] = data.draw(_WRONG)
    message = "the settings loaded"
    try:
        parse_settings(values, root=ROOT, origin="here")
    except ConfigError as error:
        message = str(error)
    assert MARKER not in message
    assert re.match(r"the settings loaded|(1 setting is|\d+ settings are) wrong \(here\)\. Correct:\n  ", message)
