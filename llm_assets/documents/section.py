"""The section of one interaction in a Markdown document."""

from llm_assets.documents.escaping import Escaped, inline, quote
from llm_assets.records import SafeInteraction


def section(item: SafeInteraction) -> Escaped:
    """A heading (sequence, time, kind and speaker, as far as known), a list of what else is known, and each text as a quote.

    In Python and not in the template, where it would take most of a document's time. Texts and attributes that are empty are
    left out; where there are several text columns, each text is named. Ends in a line feed.
    """
    known = [inline(part) for part in (item.timestamp, item.kind, item.speaker) if part]
    number = f"### {item.sequence} (continued)" if item.piece else f"### {item.sequence}"
    blocks = [" | ".join([number, *known])]
    facts = [f"- conversation: {inline(item.conversation)}"] if item.conversation is not None else []
    facts += [f"- {inline(name)}: {inline(value)}" for name, value in item.attributes.items() if value is not None]
    if facts:
        blocks.append("\n".join(facts))
    for name, text in item.text.items():
        if text and not text.isspace():
            if len(item.text) > 1:
                blocks.append(f"{inline(name)}:")
            blocks.append(quote(text))
    return Escaped("\n\n".join(blocks) + "\n")
