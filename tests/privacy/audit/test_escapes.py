"""The escapes of JSON are undone as a regular expression would undo them, in one compiled pass."""

import json
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from llm_assets.privacy.audit.escapes import unescaped

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_QUOTED_LINE = re.compile(r"""^ *(?:"[^"\n]*"|[\w.-]+): ".*"$""", re.MULTILINE)
_PLAIN = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": "\n"}
_PIECES = (
    "\\n",
    "\\\\nils",
    "\\u00e9",
    "\\u00",
    "\\ud83d\\ude00",
    "\\u0041",
    '\\"',
    "\\",
    "\n",
    "é",
    "中",
    'key: "',
    '"a b": "',
    '"',
    " ",
    "x",
)
texts = st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=20).map("".join)


def _one(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _PLAIN.get(code, code)


@settings(deadline=None)  # the first call compiles
@given(texts)
@example('a: "x\\n"\nb: "y\\tz"\n')
@example('\n: "\\t"')
def test_as_by_the_regular_expression(text: str) -> None:
    assert unescaped(text, "x.jsonl") == _ESCAPE.sub(_one, text)
    assert unescaped(text, "x.md") == _QUOTED_LINE.sub(lambda line: _ESCAPE.sub(_one, line[0]), text)


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\r\b\f", exclude_categories=["Cs"])))
def test_what_json_wrote_is_read_again(text: str) -> None:
    assert unescaped(json.dumps(text, ensure_ascii=False), "x.json") == f'"{text}"'
