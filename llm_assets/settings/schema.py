"""The JSON schema of the settings: for editors, and as the one source of "what is allowed here" in messages and the reference.

It describes what may stand in the file, short forms included. What does not belong here: rules that tie settings together
(`rules`).
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from llm_assets.settings.model import Settings
from llm_assets.settings.own_formats import BUILT_IN

Node = Mapping[str, Any]
Location = tuple[str | int, ...]

_SIMPLE = {"boolean": "true or false", "object": "a table", "null": "nothing"}
_NUMBERS = {"integer": "a whole number", "number": "a number"}


class _Generator(GenerateJsonSchema):
    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def schema(known_formats: Collection[str] = BUILT_IN) -> dict[str, Any]:
    """JSON schema (Draft 2020-12) of the settings file, as a dict that is the caller's own."""
    made = Settings.model_json_schema(schema_generator=_Generator)
    definitions = made["$defs"]
    del made["properties"]["root"]  # set by the reader of the file, never in it
    column = definitions["Column"]
    role = column["properties"]["role"]
    definitions["Column"] = {
        "description": column.pop("description"),
        "anyOf": [{key: value for key, value in role.items() if key != "description"}, column],
    }
    one = {"type": "string", "enum": list(known_formats)}
    definitions["LlmOutput"]["properties"]["format"] |= {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
    head = {"$schema": GenerateJsonSchema.schema_dialect, "title": "llm-assets settings"}
    return head | {key: value for key, value in made.items() if key not in ("title", "description")}


def node_at(location: Location) -> Node:
    """The part of the schema that describes the setting at `location`; an empty mapping when no setting can be there."""
    node = _resolve(_whole())
    for step in location:
        node = next(_below(node, step), {})
    return node


def names_at(location: Location) -> list[str]:
    """Names of the settings that the table at `location` can hold."""
    return [name for option in _options(node_at(location)) for name in option.get("properties", {})]


def words_at(location: Location) -> list[str]:
    """The texts that are allowed at `location`, or examples of them; empty when any text is."""
    return [word for option in _options(node_at(location)) for word in _words(option) or option.get("examples", [])]


def allowed_at(location: Location) -> str:
    """What may stand at `location`, in words."""
    return describe(node_at(location))


def describe(node: Node) -> str:
    """What a part of the schema allows, in words: `a whole number of 1 or more`; `low, medium, high`."""
    options = [option for option in _options(node) if option.get("type") != "null"]
    if len(options) > 1:
        head, *rest = options
        return ", or ".join([describe(head), *(_other(option, head) for option in rest)])
    return _describe_one(options[0] if options else {})


def _other(option: Node, head: Node) -> str:
    if option.get("items") == head:
        return "a list of these"
    required = option.get("required", [])
    return f"a table with `{required[0]}`" if required else describe(option)


def _describe_one(node: Node) -> str:
    kind = node.get("type", "")
    if _words(node):
        return ", ".join(_words(node))
    if "patternErrorMessage" in node:
        return str(node["patternErrorMessage"])
    if kind == "string":
        if node.get("maxLength") == 1:
            return "one character"
        return "a string that is not empty" if node.get("minLength") else "a string"
    if kind in _NUMBERS:
        return _NUMBERS[kind] + _range(node)
    if kind == "array":
        return f"a list, each item: {describe(node['items'])}"
    if isinstance(node.get("additionalProperties"), Mapping):
        keys = node.get("propertyNames", {}).get("title", "column")
        return f"a table of {keys} = {describe(node['additionalProperties'])}"
    return _SIMPLE.get(kind, "nothing")


def _words(node: Node) -> list[str]:
    return [node["const"]] if "const" in node else node.get("enum", [])


def _range(node: Node) -> str:
    if "exclusiveMinimum" in node:
        return f" above {node['exclusiveMinimum']:g}"
    low, high = node.get("minimum"), node.get("maximum")
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    return "" if low is None else f" of {low} or more"


@cache
def _whole() -> dict[str, Any]:
    return schema()


def _resolve(node: Node) -> Node:
    return _whole()["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def _options(node: Node) -> list[Node]:
    resolved = _resolve(node)
    return [option for part in resolved["anyOf"] for option in _options(part)] if "anyOf" in resolved else [resolved]


def _below(node: Node, step: str | int) -> Iterator[Node]:
    for option in _options(node):
        if isinstance(step, int):
            if "items" in option:
                yield option["items"]
        elif step in option.get("properties", {}):
            yield option["properties"][step]
        elif isinstance(option.get("additionalProperties"), Mapping):
            yield option["additionalProperties"]
