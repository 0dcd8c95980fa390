"""The reference page, the example and the JSON schema say what the model says."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from llm_assets.settings import parse_settings, reference
from llm_assets.settings.model import Role, Section, Settings
from llm_assets.settings.schema import node_at, schema

DOCS = Path(__file__).resolve().parents[2] / "docs"
ADVICE = "run `python -m llm_assets reference --write`"


def _keys(model: type[Section], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, field in model.model_fields.items():
        kinds = [k for k in (field.annotation, *get_args(field.annotation)) if isinstance(k, type) and issubclass(k, Section)]
        if kinds and name != "columns":
            found += _keys(kinds[0], (*above, name))
        elif not field.exclude:
            found.append((*above, name))
    return found


def _everything() -> str:
    """The example with its optional settings switched on."""
    return re.sub(r"^# (\w+ = |\[)", r"\1", reference.example(), flags=re.MULTILINE)


def test_the_committed_page_is_the_generated_one() -> None:
    assert (DOCS / "configuration.md").read_text(encoding="utf-8") == reference.markdown(), ADVICE


def test_the_committed_schema_is_the_generated_one() -> None:
    assert (DOCS / "llm_assets.schema.json").read_text(encoding="utf-8") == reference.schema_text(), ADVICE


def test_the_page_shows_the_example_and_fills_every_gap() -> None:
    page = reference.markdown()
    blocks = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    assert reference.example() in blocks
    assert "{{" not in page


def test_the_example_loads(tmp_path: Path) -> None:
    settings = parse_settings(tomllib.loads(reference.example()), root=tmp_path, origin="example")
    assert settings.dataset is not None
    assert settings.dataset.users.columns["plan"].role == "attribute"


def test_the_example_is_complete_and_loads_with_all_of_it_switched_on(tmp_path: Path) -> None:
    values = tomllib.loads(_everything())
    del values["llm_output"]["templates"]["markdown"]  # `template`, which stands above, is the same
    for name in ("profile.md.j2", "profile.txt.j2", "profile.xml.j2", "public.txt", "vips.txt", "codes.csv"):
        (tmp_path / name).touch()
    (tmp_path / "models" / "names").mkdir(parents=True)
    parse_settings(values, root=tmp_path, origin="example")
    of_databases = {("dataset", table, name) for table in ("users", "interactions") for name in ("table", "query")}
    for key in _keys(Settings):
        if key in of_databases or key[-1].endswith("_query") or key[1:] == ("templates", "markdown"):  # the example reads files
            continue
        table: Any = values
        for step in key:
            assert step in table, f"the example lacks {'.'.join(key)}"
            table = table[step]
            table = table[0] if isinstance(table, list) and isinstance(table[0], dict) else table


@pytest.mark.parametrize("key", _keys(Settings), ids=".".join)
def test_the_page_has_a_row_for_every_setting(key: tuple[str, ...]) -> None:
    section = re.split(rf"### `\[+{re.escape('.'.join(key[:-1]))}\]+`", reference.markdown())[1].split("\n#")[0]
    row = re.search(rf"^\| `{key[-1]}` \| (.+) \| (.+) \| (.+) \|$", section, flags=re.MULTILINE)
    assert row is not None
    assert all(cell.strip() not in ("", "nothing") for cell in row.groups())


@pytest.mark.parametrize("role", get_args(Role))
def test_the_page_explains_every_role(role: str) -> None:
    assert f"\n| `{role}` | " in reference.markdown()


def test_the_schema_is_one_for_editors() -> None:
    made = schema()
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["title"] == "llm-assets settings"
    assert list(made["properties"]) == [
        "dataset",
        "privacy",
        "llm_output",
        "compute",
        "schedule",
        "alerts",
        "metrics",
        "logs",
    ]  # and not `root`
    assert made["additionalProperties"] is False
    json.dumps(made, allow_nan=False)


def test_the_schema_allows_the_short_forms() -> None:
    short, table = schema()["$defs"]["Column"]["anyOf"]
    assert tuple(short["enum"]) == get_args(Role)
    assert table["required"] == ["role"]
    one, many = node_at(("llm_output", "format"))["anyOf"]
    assert one["enum"] == ["markdown", "jsonl", "chat", "parquet", "chunks", "text", "xml"] == many["items"]["enum"]
    assert many["minItems"] == 1


def test_a_copy_of_the_schema_is_the_callers_own() -> None:
    schema()["properties"].clear()
    assert schema()["properties"]
