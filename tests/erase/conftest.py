"""A dataset in which some people occur in all ways that the data has, and a project around it."""

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from llm_assets.pipeline import Pipeline
from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.settings import Settings, parse_settings

KEY = "a key for tests of erasure that is long enough"
# Id, name, e-mail, phone, handle. The two who will be erased have values that occur nowhere else.
GONE = ("ann-7731x", "Quintessa Vandermolen", "quintessa.v@vandermolen.example", "+44 20 7946 0821", "quinnie_vdm")
ODD = ('o\'Neil; "9"|é/..\\x1', "Thorvald Eskildsen", "thorvald@eskildsen.example", "+44 20 7946 0345", "th0rvald_e")
PEOPLE = [
    GONE,
    ODD,
    *(
        (f"user{n:04d}", f"{given} {family}", f"{given}.{family}@mail.example".lower(), f"+44 20 7946 05{n}", f"{given}{n}_h")
        for n, (given, family) in enumerate(
            [
                ("Marisol", "Okonkwo"), ("Bertrand", "Fitzwilliam"), ("Leopold", "Szymanski"), ("Henrietta", "Abernathy"),
                ("Ignatius", "Castellano"), ("Rosalind", "Mbeki"), ("Cornelius", "Haverford"), ("Philippa", "Lindqvist"),
            ],
            10,
        )
    ),
]  # fmt: skip
NEAR, FAR = "user0010", "user0013"  # who talks with the people who will be erased, and who never names them


def events() -> list[dict[str, Any]]:
    """Own texts of everybody; mentions of the two in every form that is promised, in the conversation of NEAR and in others."""
    rows = []

    def say(user: str, thread: str | None, body: str, to: str | None = None, speaker: str = "customer") -> None:
        at = f"2024-03-01T10:{len(rows) // 60:02d}:{len(rows) % 60:02d}Z"
        rows.append({"user_id": user, "at": at, "thread": thread, "who": speaker, "body": body, "to": to})

    for user, name, email, phone, handle in PEOPLE:
        say(user, f"own-{user}", f"I am {name}, reach me at {email} or {phone}. @{handle} here.")
        say(user, None, "The parcel never came, please look into it.")
    user, name, email, phone, handle = GONE
    say(user, "both", "Could somebody help me with the red lamp?")
    say(NEAR, "both", f"{name.split()[0]}, I had that too.", to=user)
    say("user0011", "both", f"So did I, ask {name.split()[1]}!")
    say("user0012", "other", f"Ask {name} or write to {email}.")
    say("user0012", "other", f"Or call {phone}; {name.upper()} knows. Not {handle}?")
    say("user0014", None, f"Ticket of {user}, forwarded to {email.upper()}.")
    say("user0014", None, f"Filed under {name.split()[1]}, {name.split()[0]}.")
    say("user0014", None, f"{ODD[1]} ({ODD[2]}) said so.")
    say("user0015", None, f"No mention but a reply. {ODD[3]}", to=ODD[0])
    say("user9999", None, "nobody knows me")
    return rows


def write(folder: Path, without: frozenset[str] = frozenset()) -> None:
    """users.csv and events.jsonl, some rows of which cannot be used. without: ids whose rows the source no longer holds."""
    with (folder / "users.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "name", "email", "phone", "handle", "born", "plan"])
        for n, row in enumerate(PEOPLE):
            if row[0] not in without:
                writer.writerow([*row, 1960 + n % 2, "pro"])
        if GONE[0] not in without:
            writer.writerow([GONE[0], "Quintessa V. Moulin", "second@vandermolen.example", "", "", 1960, "pro"])  # a duplicate
            writer.writerow(["", *GONE[1:], 1960, "pro"])  # without an id
            file.write(f'{GONE[0]},"{GONE[1]}\n')  # malformed
    with (folder / "events.jsonl").open("w") as file:
        for event in events():
            if event["user_id"] not in without:
                file.write(json.dumps(event) + "\n")
        if GONE[0] not in without:
            file.write(f'{{"user_id": "{GONE[0]}", "body": "{GONE[1]}\n')
            file.write(json.dumps({"user_id": None, "body": f"from {GONE[2]}"}) + "\n")


DATASET = {
    "name": "people",
    "users": {
        "source": "users.csv",
        "id": "user_id",
        "columns": {
            "name": {"role": "direct", "entity": "PERSON"},
            "email": {"role": "direct", "entity": "EMAIL"},
            "phone": {"role": "direct", "entity": "PHONE"},
            "handle": {"role": "direct", "entity": "USERNAME"},
            "born": {"role": "quasi"},
            "plan": "attribute",
        },
    },
    "interactions": {
        "source": "events.jsonl",
        "user": "user_id",
        "columns": {"at": "timestamp", "thread": "conversation", "who": "speaker", "body": "text", "to": "user"},
    },
}


@dataclass
class Project:
    """A project folder. say: what runs said."""

    root: Path
    said: list[str] = field(default_factory=list)

    def settings(self, **sections: Any) -> Settings:
        privacy = {"min_group_size": 2, "canaries": 8, "erase": "erasures.csv", **sections.pop("privacy", {})}
        output = {"format": ["markdown", "jsonl"], **sections.pop("llm_output", {})}
        values = {"dataset": DATASET, "privacy": privacy, "llm_output": output, **sections}
        return parse_settings(values, root=self.root, origin="test")

    def build(self, settings: Settings) -> None:
        job = Pipeline(settings, say=self.said.append)
        job.raw(), job.safe(), job.documents(), list(job.tree())

    def ask(self, *ids: str) -> None:
        with (self.root / "erasures.csv").open("w", newline="") as file:
            csv.writer(file).writerows([["user_id"], *([each] for each in ids)])

    def tree(self) -> dict[str, bytes]:
        root = self.root / "output"
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}

    def folders(self) -> list[Path]:
        names = ("output", ".output.versions", ".llm_assets", ".llm_assets.erased", "dagster")
        return [self.root / name for name in names if (self.root / name).exists()]


def pseudonym(user: str, level: str = "high") -> str:
    """As it was published."""
    return Pseudonymizer(Key(KEY.encode()), "people", level).user(user)


def secrets(person: tuple[str, ...]) -> list[str]:
    """What may be found nowhere of a person: values, and the pseudonym."""
    values = [*person, *person[1].split(), "".join(filter(str.isdigit, person[3])), pseudonym(person[0])]
    return values + (["Moulin", "second@vandermolen.example"] if person is GONE else [])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project, nobody erased yet."""
    monkeypatch.setenv("LLM_ASSETS_KEY", KEY)
    write(tmp_path)
    made = Project(tmp_path)
    made.ask()
    return made
