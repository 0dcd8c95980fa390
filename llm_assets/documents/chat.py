"""Conversations for fine-tuning: one JSON line a conversation of a user.

Turns follow the order of the conversation; the assistant's are those whose speaker the settings name. Turns of one side that
follow each other are one, empty ones are left out, and every conversation begins with the user and ends with the assistant, for
that is what is learnt. What is left out is counted.

Forms: OpenAI fine-tuning, platform.openai.com/docs/guides/supervised-fine-tuning (`messages`); Amazon Bedrock,
`bedrock-conversation-2024`; ShareGPT, as LLaMA-Factory and Axolotl read it (`conversations`, `from`, `value`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal

import orjson

from llm_assets.documents.escaping import plain
from llm_assets.documents.lines import json_line
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.format_models import Chat

Turn = tuple[Literal["user", "assistant"], str]

PART = "train"


class ChatFormatter:
    """Writes the conversations of a user. left_out: what was not written, and why."""

    file_extension = ".jsonl"
    layout: Literal["document", "records", "lines"] = "lines"
    folder = "chat"

    def __init__(self, settings: Chat) -> None:
        self._settings = settings
        self._assistant = frozenset(word.casefold() for word in settings.assistant)
        self.left_out: Counter[str] = Counter()

    def format_lines(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> Iterator[tuple[str, str]]:
        """(part, line) of each conversation that has both sides."""
        del user  # a model that is taught to talk needs no profile
        by_conversation: dict[str | None, list[SafeInteraction]] = {}
        for each in interactions:
            by_conversation.setdefault(each.conversation, []).append(each)
        for found in by_conversation.values():
            turns = self._turns(found)
            if turns:
                yield PART, json_line(self._record(turns))
            else:
                self.left_out["one_sided_conversations"] += 1

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """The lines of one user."""
        return "".join(line for _, line in self.format_lines(user, interactions))

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """One turn as a message of its own."""
        content = _content(interaction)
        return orjson.dumps({"role": self._role(interaction), "content": content}).decode()

    def _role(self, interaction: SafeInteraction) -> Literal["user", "assistant"]:
        return "assistant" if (interaction.speaker or "").casefold() in self._assistant else "user"

    def _turns(self, interactions: Sequence[SafeInteraction]) -> list[Turn]:
        said = [(self._role(each), _content(each)) for each in interactions]
        spoken = [turn for turn in said if turn[1]]
        self.left_out["empty_turns"] += len(said) - len(spoken)
        merged: list[Turn] = [
            (role, "\n\n".join(text for _, text in run)) for role, run in groupby(spoken, key=lambda turn: turn[0])
        ]
        first = next((index for index, (role, _) in enumerate(merged) if role == "user"), len(merged))
        last = next((index for index in range(len(merged) - 1, -1, -1) if merged[index][0] == "assistant"), -1)
        whole = merged[first : last + 1]
        if whole:
            self.left_out["turns_at_the_ends"] += len(merged) - len(whole)
        return whole

    def _record(self, turns: list[Turn]) -> dict[str, Any]:
        system = self._settings.system
        if self._settings.variant == "bedrock":
            head = {"system": [{"text": system}]} if system else {}
            messages = [{"role": role, "content": [{"text": text}]} for role, text in turns]
            return {"schemaVersion": "bedrock-conversation-2024", **head, "messages": messages}
        if self._settings.variant == "sharegpt":
            names = {"user": "human", "assistant": "gpt"}
            opening = [{"from": "system", "value": system}] if system else []
            return {"conversations": [*opening, *({"from": names[role], "value": text} for role, text in turns)]}
        start = [{"role": "system", "content": system}] if system else []
        return {"messages": [*start, *({"role": role, "content": text} for role, text in turns)]}


def _content(interaction: SafeInteraction) -> str:
    texts = (plain(text).strip() for text in interaction.text.values() if text)
    return "\n\n".join(text for text in texts if text)
