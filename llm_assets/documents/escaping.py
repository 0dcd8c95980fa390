"""Makes text of people safe to stand in Markdown and YAML: it cannot forge a heading, a fence, HTML, or front matter.

Three filters, for three places. `quote` keeps a text readable and holds it inside a block quote; `inline` makes one line that
is text and nothing else; `yaml` makes a quoted scalar. Rules follow CommonMark 0.31.2 (https://spec.commonmark.org/0.31.2/).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import orjson


class Escaped(str):
    """Text that is safe where it stands. Whatever is done to it (`upper`, `+`, a slice) gives a plain, unsafe str again."""

    __slots__ = ()


# Everything that str.splitlines, a browser or an editor may take for the end of a line: a prefix per line must see them all.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_PLAIN = {code: None for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n"} | {ord(c): "\n" for c in _BREAKS}

# The look-behind and the possessive `*+` keep it linear in a text of nothing but backslashes.
_ANGLE = re.compile(r"(?<!\\)(\\*+)<")
# Control tokens of models that begin with a bracket; those that begin with `<` go with HTML.
_BRACKETS = r"\[(/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS))\]"
_BRACKET = re.compile(_BRACKETS)
# What models take for the frame of a conversation when they read it in a prompt: of Llama, Gemma, Mistral, Qwen, DeepSeek, Phi.
_FRAMES = re.compile(
    r"<(?=[|\uff5c]|/?s>|</?SYS>>|/?(?:start|end)_of_turn>|/?(?:bos|eos|pad|unk|mask)>)"
    rf"|\[(?={_BRACKETS[2:]})"
)

_INLINE = re.compile(
    r"""
      [\\`*\[\]|~]                      # escapes, code, emphasis, links and images, table cells, fences
    | <                                 # HTML and autolinks
    | &(?=\#?\w{1,40};)                 # entities
    | (?<![^\W_])_ | _(?![^\W_])        # emphasis; an underscore inside a word is none
    | (?<!\S)\#                         # a heading, or the closing marks of one
    | ^(?: [>=] | [-+](?=[-+\s]|$) )    # a quote, an underlined heading, front matter, a rule, a list
    | ^[0-9]{0,9}[.)](?=\s|$)           # a numbered list
    """,
    re.VERBOSE,
)
# Entities, for these two: a template of the user's may hold raw HTML, where a backslash escapes nothing.
_REPLACED = {"<": "&lt;", "&": "&amp;"}
_BLANKS = re.compile(r"[\t\n ]+")
_NOTHING = Escaped("*")
_LONGEST_CACHED = 64  # column names, kinds, days: few, and escaped again and again

# Not printable in YAML 1.1, or a line break there; and what begins a control token of a model.
_YAML_ODD = re.compile(rf"[<\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\[(?={_BRACKETS[2:]})")


def plain(text: str) -> str:
    """The text with `\\n` as its only line break, and without control characters other than that and the tab."""
    if _ODD.search(text) is None:
        return text
    return text.replace("\r\n", "\n").translate(_PLAIN)


def quote(text: object) -> Escaped:
    """The text as a block quote: each line begins with `>`, so that nothing in it reaches the document's own structure.

    Escapes only what would reach out of the quote: `<` (HTML, control tokens of models) and `]:` (a link definition holds for
    the whole document). As an entity, so that `<|im_end|>` does not stand in the file either.
    None gives the empty text. The quote must start at the beginning of a line, with blank lines before and after it.
    """
    if text is None:
        return Escaped("")
    cleaned = plain(str(text)).strip("\n")
    if "<" in cleaned:
        cleaned = _ANGLE.sub(_escape_angle, cleaned)
    if "[" in cleaned:
        cleaned = _BRACKET.sub(r"[\1\\]", cleaned)
    cleaned = cleaned.replace("]:", "]\\:")
    return Escaped("\n".join([f"> {line}" if line else ">" for line in cleaned.split("\n")]))


def _escape_angle(found: re.Match[str]) -> str:
    slashes = found[1]
    return f"{slashes}\\&lt;" if len(slashes) % 2 else f"{slashes}&lt;"


def inert(text: str) -> str:
    """The text with a space inside of what models take for their own control tokens: `<|im_end|>` becomes `< |im_end|>`."""
    return _FRAMES.sub(r"\g<0> ", text) if "<" in text or "[" in text else text


def inline(value: object) -> Escaped:
    """The value as one line of text that means itself and nothing else, wherever in a line it stands. None gives `*`."""
    if isinstance(value, Escaped):
        return value
    if value is None:
        return _NOTHING
    text = value if type(value) is str else str(value)
    return _inline_cached(text) if len(text) <= _LONGEST_CACHED else _inline(text)


def _inline(text: str) -> Escaped:
    line = _BLANKS.sub(" ", plain(text)).strip(" ")
    return Escaped(_INLINE.sub(_escape_mark, line))


def _escape_mark(found: re.Match[str]) -> str:
    return _REPLACED.get(found[0]) or f"{found[0][:-1]}\\{found[0][-1]}"


_inline_cached = lru_cache(maxsize=16_384)(_inline)


def yaml(value: object) -> Escaped:
    """The value as YAML that parses back to exactly it: strings in double quotes, mappings and lists in flow style."""
    if type(value) is str and len(value) <= _LONGEST_CACHED:
        return _yaml_cached(value)
    return _yaml(dict(value) if isinstance(value, Mapping) else value)


def _yaml(value: object) -> Escaped:
    return Escaped(_YAML_ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", orjson.dumps(value).decode()))


_yaml_cached = lru_cache(maxsize=16_384)(_yaml)
