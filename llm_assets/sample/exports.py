"""Makes a small export of each system, with people who do not exist: `python -m llm_assets.sample.exports slack ./slack`.

The names are always the same, so that a search can prove that none is left in what is made of them.
"""

import json
import mailbox
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import quoteattr

PEOPLE = (
    ("1001", "Tamsin Okonkwo", "tamsin.okonkwo@mail.example", "tokonkwo"),
    ("1002", "Bruno Falkenrath", "bruno.falkenrath@mail.example", "bfalk77"),
    ("1003", "Ilse Vandermolen", "ilse.vandermolen@mail.example", "ilse_vdm"),
)
_TEXTS = (
    (0, "Hello, this is Tamsin Okonkwo. My kettle is broken, write to tamsin.okonkwo@mail.example."),
    (1, "Bruno Falkenrath here: I ask Ilse Vandermolen to look at it."),
    (2, "Done. Tamsin Okonkwo, the new kettle is on its way."),
)
_DAY = "2024-03-05"


def _json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def _slack(folder: Path) -> None:
    _json(
        folder / "users.json",
        [{"id": f"U{key}", "name": nick, "real_name": name, "profile": {"email": mail}} for key, name, mail, nick in PEOPLE],
    )
    start = 1709632800
    messages = [
        {
            "type": "message",
            "user": f"U{PEOPLE[who][0]}",
            "ts": f"{start + 60 * turn}.0001",
            "thread_ts": f"{start}.0001",
            "text": text,
        }
        for turn, (who, text) in enumerate(_TEXTS)
    ]
    _json(folder / "general" / f"{_DAY}.json", messages)


def _stackexchange(folder: Path) -> None:
    def write(name: str, rows: list[dict[str, str]]) -> None:
        lines = ["  <row " + " ".join(f"{key}={quoteattr(value)}" for key, value in row.items()) + " />" for row in rows]
        tag = name.removesuffix(".xml").lower()
        text = "\n".join(['<?xml version="1.0" encoding="utf-8"?>', f"<{tag}>", *lines, f"</{tag}>", ""])
        (folder / name).write_text(text, encoding="utf-8")

    folder.mkdir(parents=True, exist_ok=True)
    write(
        "Users.xml",
        [
            {"Id": key, "DisplayName": name, "Reputation": "7", "CreationDate": f"{_DAY}T08:00:00.000"}
            for key, name, *_ in PEOPLE
        ],
    )
    posts = [
        {
            "Id": str(turn + 1),
            "PostTypeId": "2" if turn else "1",
            "OwnerUserId": PEOPLE[who][0],
            "CreationDate": f"{_DAY}T1{turn}:00:00.000",
        }
        | {"Body": f"<p>{text}</p>", "Score": "1", **({"ParentId": "1"} if turn else {"Title": "A broken kettle"})}
        for turn, (who, text) in enumerate(_TEXTS[:2])
    ]
    write("Posts.xml", posts)
    who, text = _TEXTS[2]
    write(
        "Comments.xml",
        [{"Id": "1", "PostId": "1", "UserId": PEOPLE[who][0], "Text": text, "CreationDate": f"{_DAY}T15:00:00.000"}],
    )


def _zendesk(folder: Path) -> None:
    _json(
        folder / "users.json",
        {"users": [{"id": int(key), "name": name, "email": mail, "role": "end-user"} for key, name, mail, _ in PEOPLE]},
    )
    comments = [
        {
            "author_id": int(PEOPLE[who][0]),
            "created_at": f"{_DAY}T1{turn}:00:00Z",
            "plain_body": text,
            "public": True,
            "attachments": [],
        }
        for turn, (who, text) in enumerate(_TEXTS)
    ]
    ticket = {
        "id": 77,
        "requester_id": int(PEOPLE[0][0]),
        "subject": "A broken kettle",
        "status": "open",
        "tags": ["kettle"],
        "comments": comments,
    }
    (folder / "tickets.jsonl").write_text(json.dumps(ticket) + "\n", encoding="utf-8")


def _intercom(folder: Path) -> None:
    _json(
        folder / "contacts.json",
        {"data": [{"id": key, "role": "user", "name": name, "email": mail} for key, name, mail, _ in PEOPLE]},
    )
    turns = [
        {
            "part_type": "comment",
            "body": f"<p>{text}</p>",
            "created_at": 1709632800 + turn,
            "author": {"type": "user", "id": PEOPLE[who][0]},
        }
        for turn, (who, text) in enumerate(_TEXTS)
    ]
    talk = {
        "id": "9",
        "created_at": 1709632800,
        "state": "open",
        "source": turns[0],
        "conversation_parts": {"conversation_parts": turns[1:]},
    }
    _json(folder / "conversations.json", {"conversations": [talk]})


def _discourse(folder: Path) -> None:
    posts = [
        {
            "id": turn,
            "user_id": int(PEOPLE[who][0]),
            "username": PEOPLE[who][3],
            "name": PEOPLE[who][1],
            "post_number": turn + 1,
        }
        | {"cooked": f"<p>{text}</p>", "created_at": f"{_DAY}T1{turn}:00:00.000Z", "reads": 3}
        for turn, (who, text) in enumerate(_TEXTS)
    ]
    _json(folder / "t" / "5.json", {"id": 5, "title": "A broken kettle", "tags": ["kettle"], "post_stream": {"posts": posts}})


def _mbox(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    box = mailbox.mbox(folder / "archive.mbox")
    for turn, (who, text) in enumerate(_TEXTS):
        message = EmailMessage()
        message["From"] = f"{PEOPLE[who][1]} <{PEOPLE[who][2]}>"
        message["To"] = f"{PEOPLE[(who + 1) % 3][1]} <{PEOPLE[(who + 1) % 3][2]}>"
        message["Subject"] = "A broken kettle"
        message["Date"] = f"Tue, 05 Mar 2024 1{turn}:00:00 +0000"
        message["Message-ID"] = f"<{turn}@mail.example>"
        if turn:
            message["In-Reply-To"] = f"<{turn - 1}@mail.example>"
        message.set_content(text)
        if turn == 0:
            message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="kettle.png")
        box.add(message)
    box.close()


def _whatsapp(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["05/03/2024, 09:59 - Messages and calls are end-to-end encrypted."]
    lines += [f"05/03/2024, 1{turn}:00 - {PEOPLE[who][1]}: {text}\nSecond line." for turn, (who, text) in enumerate(_TEXTS)]
    lines.append(f"14/03/2024, 08:15 - {PEOPLE[1][1]}: <Media omitted>")
    (folder / "chat.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _takeout(folder: Path) -> None:
    _, name, mail, _ = PEOPLE[0]
    given, family = name.split()
    profile = {
        "name": {"givenName": given, "familyName": family, "formattedName": name},
        "emails": [{"value": mail}],
        "birthday": "1980-02-03",
    }
    _json(folder / "Takeout" / "Profile" / "Profile.json", profile)
    activities = [
        {
            "header": "Search",
            "title": f"Searched for kettle of {name}",
            "time": f"{_DAY}T1{turn}:00:00.000Z",
            "products": ["Search"],
        }
        for turn in range(3)
    ]
    _json(folder / "Takeout" / "My Activity" / "Search" / "MyActivity.json", activities)


def _github(folder: Path) -> None:
    def user(who: int) -> dict[str, object]:
        return {
            "id": int(PEOPLE[who][0]),
            "login": PEOPLE[who][3],
            "html_url": f"https://github.com/{PEOPLE[who][3]}",
            "type": "User",
        }

    address = "https://api.github.com/repos/shop/kettles/issues/4"
    who, text = _TEXTS[0]
    issue = {
        "url": address,
        "number": 4,
        "user": user(who),
        "title": "A broken kettle",
        "body": text,
        "state": "open",
        "labels": [{"name": "bug"}],
    }
    _json(folder / "issues.json", [{**issue, "created_at": f"{_DAY}T10:00:00Z"}])
    comments = [
        {"issue_url": address, "user": user(who), "body": text, "created_at": f"{_DAY}T1{turn + 1}:00:00Z"}
        for turn, (who, text) in enumerate(_TEXTS[1:])
    ]
    _json(folder / "comments.json", comments)


MAKERS: dict[str, Callable[[Path], None]] = {
    "discourse": _discourse,
    "github": _github,
    "intercom": _intercom,
    "mbox": _mbox,
    "slack": _slack,
    "stackexchange": _stackexchange,
    "takeout": _takeout,
    "whatsapp": _whatsapp,
    "zendesk": _zendesk,
}


def main(arguments: list[str]) -> int:
    """Writes one sample. Gives the exit code."""
    if len(arguments) != 2 or arguments[0] not in MAKERS:
        print(f"python -m llm_assets.sample.exports NAME FOLDER; names: {', '.join(MAKERS)}", file=sys.stderr)
        return 2
    MAKERS[arguments[0]](Path(arguments[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
