"""Shows what the redactor finds in a text, and why: for people who want to know before they run, or after they wondered."""

from collections.abc import Sequence

from llm_assets.privacy.catalogue import rule_named
from llm_assets.privacy.recognisers import Rule
from llm_assets.privacy.redactor import Redactor
from llm_assets.privacy.spans import Span

_COLOURS = {  # ANSI, by what kind of thing it is
    "PERSON": 33, "USERNAME": 33, "EMAIL": 36, "PHONE": 36, "URL": 36, "ADDRESS": 34, "ZIP": 34, "DATE": 34,
    "SECRET": 31, "PASSWORD": 31, "CREDIT_CARD": 31, "IBAN": 31, "BANK_ACCOUNT": 31, "CRYPTO": 31,
}  # fmt: skip
_OTHER = 35


def explain(redactor: Redactor, text: str, before: str = "", *, colour: bool = False, more: Sequence[Rule] = ()) -> str:
    """The text with what is found marked in it, a line a span (place, entity, rule, why), and the text as it would be written.

    before: the message that came before it in its conversation. more: rules of the settings.
    """
    spans = redactor.find([text], [before])[0]
    lines = [_marked(text, spans, colour), ""]
    if not spans:
        return "\n".join([*lines, f"Nothing is found at level {redactor.level}."])
    width = max(len(span.entity) for span in spans)
    for span in spans:
        place = f"{span.start}-{span.end}"
        lines.append(f"{place:>11}  {_painted(f'{span.entity:{width}}', span.entity, colour)}  {_why(span, more)}")
    return "\n".join([*lines, "", redactor.redact([text], [before])[0]])


def _why(span: Span, more: Sequence[Rule]) -> str:
    rule = rule_named(span.rule, more)
    if rule is None:
        return span.rule
    source = f" [{rule.source}]" if rule.source else ""
    return f"{span.rule}: {rule.finds}; made sure by {rule.validator}{source}"


def _marked(text: str, spans: Sequence[Span], colour: bool) -> str:
    pieces, position = [], 0
    for span in spans:
        piece = text[span.start : span.end]
        pieces += [text[position : span.start], _painted(piece, span.entity, colour) if colour else f"⟦{piece}⟧"]
        position = span.end
    return "".join(pieces) + text[position:]


def _painted(text: str, entity: str, colour: bool) -> str:
    return f"\x1b[1;{_COLOURS.get(entity, _OTHER)}m{text}\x1b[0m" if colour else text
