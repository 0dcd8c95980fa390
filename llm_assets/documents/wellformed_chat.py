"""The form of training examples, checked without the code that writes them."""

import json
from itertools import pairwise
from typing import Any

from llm_assets.settings.format_models import Chat

_ROLES = {"openai": ("user", "assistant"), "bedrock": ("user", "assistant"), "sharegpt": ("human", "gpt")}
_RESERVED = {
    "bedrock": ("User:", "Bot:", "Assistant:", "System:", "<image>", "<video>", "[EOS]"),
    "sharegpt": ("<image>", "<video>", "<audio>"),
}


def chat_faults(body: str, settings: Chat) -> list[str]:
    """What is wrong with a line of the format `chat`, as slugs."""
    if not body.endswith("\n") or len(body.splitlines()) != 1:
        return ["not_one_line"]
    try:
        turns = _turns(json.loads(body), settings)
    except (ValueError, KeyError, TypeError):
        return ["not_a_conversation"]
    user, assistant = _ROLES[settings.variant]
    roles, found = [role for role, _ in turns], []
    if not all(isinstance(text, str) and text.strip() for _, text in turns):
        found.append("empty_turn")
    if set(roles) != {user, assistant} or any(one == other for one, other in pairwise(roles)):
        found.append("not_alternating")
    if roles[-1:] != [assistant] or roles[:1] != [user]:
        found.append("wrong_ends")
    if any(word in text for _, text in turns for word in _RESERVED.get(settings.variant, ()) if isinstance(text, str)):
        found.append("reserved_word")
    return found


def _turns(record: dict[str, Any], settings: Chat) -> list[tuple[str, Any]]:
    """(role, text) of the turns, without the system's. Raises KeyError, TypeError or ValueError for another form."""
    if settings.variant == "bedrock":
        (said,) = record.pop("system") if settings.system else ({"text": settings.system},)
        turns = []
        for message in record["messages"]:
            (content,) = message["content"]
            turns.append((message["role"], content["text"]))
        if set(record) != {"schemaVersion", "messages"} or record["schemaVersion"] != "bedrock-conversation-2024":
            raise ValueError
    else:
        top, role, text = (
            ("conversations", "from", "value") if settings.variant == "sharegpt" else ("messages", "role", "content")
        )
        turns = [(message[role], message[text]) for message in record.pop(top)]
        said = {"text": turns.pop(0)[1] if settings.system and turns[0][0] == "system" else settings.system}
        if record or bool(settings.system) != (said["text"] is not None):
            raise ValueError
    # A space may stand inside of what is reserved.
    if str(said["text"]).replace(" ", "") != str(settings.system).replace(" ", ""):
        raise ValueError
    return turns
