"""Chat: conversations as training examples for models that answer, one a line.

Three forms of the same: `messages` of OpenAI's fine-tuning (https://platform.openai.com/docs/guides/supervised-fine-tuning),
bedrock-conversation-2024 (https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-text-data.html), and ShareGPT's
`conversations` as LLaMA-Factory and axolotl read them.

Nothing is added to what people wrote: a frame around a turn would be learnt as part of it. What could be taken for the control
tokens of a model is broken by a space, when `mark_untrusted` is true; what the reader of the form reserves always is, since one
such word ends its job.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from llm_assets.documents.escaping import inert, plain
from llm_assets.documents.lines import Lines, json_line
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

PART = "train"
Turn = tuple[str, str]  # "user" or "assistant", and what was said
_BETWEEN = "\n\n"

Record = dict[str, Any]

# What a text may not hold. Amazon's keywords, anywhere in a prompt (rule 12):
# https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html.
# LLaMA-Factory counts the marks of media in the turns, and there are none: https://github.com/hiyouga/LLaMA-Factory/tree/main/data.
_RESERVED = {
    "bedrock": re.compile(r"(?:User|Bot|Assistant|System)(?=:)|<(?=(?:image|video)>)|\[(?=EOS\])"),
    "sharegpt": re.compile(r"<(?=(?:image|video|audio)>)"),
}


def _openai(system: str | None, turns: list[Turn]) -> Record:
    opening = [{"role": "system", "content": system}] if system else []
    return {"messages": [*opening, *({"role": role, "content": text} for role, text in turns)]}


def _bedrock(system: str | None, turns: list[Turn]) -> Record:
    opening = {"system": [{"text": system}]} if system else {}
    messages = [{"role": role, "content": [{"text": text}]} for role, text in turns]
    return {"schemaVersion": "bedrock-conversation-2024", **opening, "messages": messages}


def _sharegpt(system: str | None, turns: list[Turn]) -> Record:
    names = {"user": "human", "assistant": "gpt"}
    opening = [{"from": "system", "value": system}] if system else []
    return {"conversations": [*opening, *({"from": names[role], "value": text} for role, text in turns)]}


_RECORDS: Mapping[str, Callable[[str | None, list[Turn]], Record]] = {
    "openai": _openai,
    "bedrock": _bedrock,
    "sharegpt": _sharegpt,
}


class ChatFormatter:
    """One record a conversation of a user. Turns of one side in a row are one; the user begins, and the assistant ends.

    Left out, and counted: `empty_turns`; `turns_at_the_ends`, with which the assistant began or which nobody answered;
    `one_sided_conversations`, of which nothing is left; `turns_without_conversation` of users who have conversations as well.
    """

    file_extension = ".jsonl"
    layout: Literal["document", "records", "lines"] = "lines"
    folder = "chat"

    def __init__(self, settings: LlmOutput, root: Path) -> None:
        del root
        self._settings = settings.chat
        self._assistant = frozenset(name.strip().casefold() for name in settings.chat.assistant)
        self._inert = settings.mark_untrusted
        self._reserved = _RESERVED.get(settings.chat.variant)
        self._system = self._free(settings.chat.system) if settings.chat.system else None

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """All records of one user."""
        return "".join(line for _, line in self.format_lines(user, interactions).lines)

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """One interaction as a conversation of a single turn: what the form makes of it, before anything is left out."""
        return json_line(_RECORDS[self._settings.variant](None, [self._turn(interaction)]))

    def format_lines(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> Lines:
        """The records of one user, in the order in which the conversations began."""
        del user
        conversations: dict[str | None, list[SafeInteraction]] = {}
        for each in interactions:
            conversations.setdefault(each.conversation, []).append(each)
        made = Lines()
        if len(conversations) > 1:
            # Where no conversation is named at all, the history is one; beside named ones, what has none is a loose event.
            made.left_out["turns_without_conversation"] += len(conversations.pop(None, ()))
        for spoken in conversations.values():
            turns = self._turns(spoken, made.left_out)
            if turns:
                record = _RECORDS[self._settings.variant](self._system, turns)
                made.lines.append((PART, json_line(record)))
        return Lines(made.lines, +made.left_out)

    def _turn(self, interaction: SafeInteraction) -> Turn:
        speaker = (interaction.speaker or "").strip().casefold()
        said = (plain(text).strip() for text in interaction.text.values() if text)
        return "assistant" if speaker in self._assistant else "user", self._said(_BETWEEN.join(filter(None, said)))

    def _said(self, text: str) -> str:
        return self._free(inert(text) if self._inert else text)

    def _free(self, text: str) -> str:
        """The text with a space inside of what the reader of the form reserves."""
        return self._reserved.sub(r"\g<0> ", text) if self._reserved else text

    def _turns(self, spoken: Iterable[SafeInteraction], left_out: Counter[str]) -> list[Turn]:
        """The turns of a conversation, alternating; none when one side says nothing."""
        turns: list[Turn] = []
        for role, text in map(self._turn, spoken):
            if not text:
                left_out["empty_turns"] += 1
            elif turns and turns[-1][0] == role:
                turns[-1] = (role, turns[-1][1] + _BETWEEN + text)
            else:
                turns.append((role, text))
        start = int(bool(turns) and turns[0][0] == "assistant")
        pairs = (len(turns) - start) // 2
        if not pairs:
            left_out["one_sided_conversations"] += 1
            return []
        left_out["turns_at_the_ends"] += len(turns) - 2 * pairs
        return turns[start : start + 2 * pairs]
