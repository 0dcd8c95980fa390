"""How well known values are found: `python -m benchmarks.known_values [--data ../shared/data] [--show 5]`.

Prints the share of values that are wholly covered (those of the bundled sample and of the ABCD chats; written in other ways for
invented users of many countries), the false hits in 10,000 words of common English, and the speed with 100,000 users.
Level medium, at which no pattern looks for names; typos at high. The variants are written here, apart from the package's own.
"""

import argparse
import csv
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.variants import LOCALES, NICK, VARIANTS, User, people, user_of
from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import Scopes
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.near import name_words
from llm_assets.privacy.redactor import Batch, Redactor
from llm_assets.privacy.spans import Finding
from llm_assets.privacy.values import forms
from llm_assets.sample import EVENTS, SPANS, USERS

COLUMNS = {
    "user_id": "ID", "name": "PERSON", "customer_name": "PERSON", "email": "EMAIL", "phone": "PHONE", "username": "USERNAME",
    "address": "ADDRESS", "full_address": "ADDRESS", "street_address": "ADDRESS", "order_id": "ID_OTHER", "zip_code": "ZIP",
}  # fmt: skip
CARRIERS = ("so {} wrote to us.", "{}", "Hi {}, how are you?", "please ask ({}) about it", "regards\n{}")


class World:
    """A redactor that knows users (by ordinal), and what it finds in texts of a conversation."""

    def __init__(self, users: Sequence[User], level: str) -> None:
        builder = KnownValuesBuilder()
        for first in range(0, len(users), 2_000):
            some = range(first, min(first + 2_000, len(users)))
            builder.add((o, entity, form) for o in some for entity, value in users[o] for form in forms(entity, value, level))
        self.known = builder.build()
        self.users = users
        self.kinds = {entity for user in users for entity, _ in user}
        self.redactor = Redactor(level, self.known, Key(b"k" * 40))
        named = {o: [value for entity, value in user if entity == "PERSON"] for o, user in enumerate(users)}
        self.names = {o: name_words(names) for o, names in named.items()} if level == "high" else {}

    def findings(self, texts: Sequence[str], groups: Sequence[Sequence[int]]) -> list[list[Finding]]:
        """What is found in each text, whose conversation has these users, the owner first."""
        nothing = [""] * len(texts)
        return self.redactor.findings(Batch(texts, nothing, Scopes.of(groups), nothing, nothing, self.names))


def covered(findings: Sequence[Finding], text: str, start: int, end: int) -> bool:
    """Whether every letter and digit of a span is cut."""
    cut = {place for f in findings for place in range(f.start + f.keep, f.end)}
    return all(place in cut or not text[place].isalnum() for place in range(start, end))


def exact_sample() -> Iterator[tuple[str, bool]]:
    """(kind, covered) of the sample's values that stand in texts of the user whom they belong to."""
    with USERS.open(encoding="utf-8", newline="") as file:
        users = list(csv.DictReader(file))
    ordinal = {user["user_id"]: place for place, user in enumerate(users)}
    world = World([[(e, user[c]) for c, e in COLUMNS.items() if user.get(c)] for user in users], "medium")
    events = {row["event_id"]: row for row in map(json.loads, EVENTS.read_text(encoding="utf-8").splitlines())}
    marks = [
        mark
        for mark in map(json.loads, SPANS.read_text(encoding="utf-8").splitlines())
        if mark["column"] in ("subject", "body")
    ]
    texts = [events[mark["row"]][mark["column"]] for mark in marks]
    owners = [events[mark["row"]]["user_id"] for mark in marks]
    found = world.findings(texts, [[ordinal[owner]] for owner in owners])
    for mark, text, owner, findings in zip(marks, texts, owners, found, strict=True):
        for span in mark["spans"]:
            if span.get("value_of") == owner and span["entity"] in world.kinds:
                value = text[span["start"] : span["end"]].casefold()
                whole = any(value == known.casefold() for _, known in world.users[ordinal[owner]])
                yield (
                    f"{span['entity']} {'as it is' if whole else 'in part'}",
                    covered(findings, text, span["start"], span["end"]),
                )


def exact_abcd(data: Path) -> Iterator[tuple[str, bool]]:
    """(kind, covered) of the own record's values in the ABCD chats."""
    users = [
        json.loads(line) for line in (data / "users_events/abcd_sample/users.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    ordinal = {user["user_id"]: place for place, user in enumerate(users)}
    world = World([[(e, user[c]) for c, e in COLUMNS.items() if user.get(c)] for user in users], "medium")
    rows = [json.loads(line) for line in (data / "gold/abcd_sample_chat.jsonl").read_text(encoding="utf-8").splitlines()]
    found = world.findings([row["text"] for row in rows], [[ordinal[row["id"].split("-")[1]]] for row in rows])
    for row, findings in zip(rows, found, strict=True):
        for span in row["spans"]:
            yield span["type"], covered(findings, row["text"], span["start"], span["end"])


def variants(count: int, show: int) -> Iterator[tuple[str, int, int]]:
    """(kind, covered, written) in texts of the owner."""
    made, dice = people(count, 1, LOCALES), random.Random(2)
    made += [{**person, "first": name.title()} for name, person in zip(NICK, made, strict=False)]
    worlds = {level: World([user_of(person) for person in made], level) for level in ("medium", "high")}
    for kind, write in VARIANTS.items():
        texts, groups, places, seen = [], [], [], 0
        for ordinal, person in enumerate(made):
            written = write(person, dice)
            if written:
                carrier = dice.choice(CARRIERS)
                lead, value, _ = written.split("|") if "|" in written else ("", written.removesuffix("'s"), "")
                at = carrier.index("{") + len(lead)
                places.append((at, at + len(value)))
                texts.append(carrier.replace("{}", written.replace("|", "")))
                groups.append([ordinal])
        found = worlds["high" if "(high)" in kind else "medium"].findings(texts, groups)
        missed = []
        for findings, text, (start, end) in zip(found, texts, places, strict=True):
            good = covered(findings, text, start, end)
            seen += good
            if not good:
                missed.append(text[start:end])
        if show and missed:
            print("   ", kind, "missed:", missed[:show])
        yield kind, seen, len(texts)


def false_hits(data: Path, users: Sequence[User], label: str, show: int) -> None:
    """Prints the known values found where nobody is named, in texts of a random user who talks with another."""
    dice = random.Random(3)
    for source in ("wikigold_en", "btc_tweets_en"):
        rows = [json.loads(line) for line in (data / f"names_train/{source}.jsonl").read_text(encoding="utf-8").splitlines()]
        words = sum(len(row["text"].split()) for row in rows)
        for level in ("medium", "high"):
            world, kinds, named = World(users, level), Counter[str](), 0
            phrases: dict[str, Counter[str]] = defaultdict(Counter)
            groups = [[dice.randrange(len(users)), dice.randrange(len(users))] for _ in rows]
            for row, findings in zip(rows, world.findings([row["text"] for row in rows], groups), strict=True):
                spans = row["spans"]  # of people, places and organisations, which are named after people
                for f in findings:
                    if f.rule.startswith("known-value"):
                        if any(s["start"] < f.end and f.start < s["end"] for s in spans):
                            named += 1
                        else:
                            kind = f"{f.entity}, {f.rule}, {len(row['text'][f.start : f.end].split())} words"
                            kinds[kind] += 1
                            phrases[kind][row["text"][f.start : f.end]] += 1
            total = sum(kinds.values())
            print(
                f"{label:22} {source:14} {level:7} {words:7} words"
                f" {1e4 * total / words:6.2f} false in 10,000 ({total}; {named} in names)"
            )
            for kind, number in kinds.most_common():
                print(f"      {number:4} {kind}", list(phrases[kind].most_common(show)) if show else "")


def music_users(data: Path) -> list[User]:
    with (data / "users_events/stackexchange_music_meta/users.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        [("PERSON", row["display_name"]), ("ID", row["user_id"]), *([("URL", row["website"])] if row["website"] else [])]
        for row in rows
    ]


def speed(data: Path, count: int) -> None:
    """MB/s of the redactor with an index of many users."""
    texts = [
        json.loads(line)["text"]
        for name in ("wikigold_en", "btc_tweets_en")
        for line in (data / f"names_train/{name}.jsonl").open()
    ]
    users = [user_of(person) for person in people(count, 7, ("en_US",))]
    begin = time.process_time()
    world = World(users, "high")
    built = time.process_time() - begin
    world.findings(texts[:500], [[0, 1]] * 500)
    size = sum(len(text.encode()) for text in texts) / 1e6
    for name, redactor in (("with", world), ("without", World([], "high"))):
        begin = time.process_time()
        for first in range(0, len(texts), 2_000):
            some = texts[first : first + 2_000]
            redactor.findings(some, [[(first + i) % count, (first + i + 7) % count] for i in range(len(some))])
        print(f"{name} {count} users: {size / (time.process_time() - begin):.2f} MB/s")
    print(
        f"index: {built:.1f} s, {1e6 * built / count:.0f} µs a user,"
        f" {len(world.known.keys)} + {len(world.known.pair_keys)} entries"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show", type=int, default=0, help="examples (of invented or public texts) to print of each kind")
    parser.add_argument("--users", type=int, default=100_000, help="of the measurement of speed")
    parser.add_argument("--only", default="exact,variants,false,speed")
    options = parser.parse_args()
    if not options.data.exists():
        sys.exit(f"{options.data} is absent: give the folder with --data")
    if "exact" in options.only:
        for name, judged in (("sample", exact_sample()), ("abcd", exact_abcd(options.data))):
            seen, total = Counter[str](), Counter[str]()
            for kind, good in judged:
                seen[kind] += good
                total[kind] += 1
            print(f"exact, {name}: {sum(seen.values())} of {total.total()} = {sum(seen.values()) / total.total():.4f}")
            print("     ", ", ".join(f"{kind} {seen[kind]}/{total[kind]}" for kind in total))
    if "variants" in options.only:
        every = list(variants(600, options.show))
        for kind, seen, total in every:
            print(f"  {kind:26} {seen:5} of {total:5}  {seen / max(total, 1):.3f}")
        print(f"variants: {sum(s for _, s, _ in every) / sum(t for _, _, t in every):.4f}")
    if "false" in options.only:
        false_hits(
            options.data,
            [user_of(person) for person in people(3_000, 5, ("en_US", "en_GB"))],
            "3,000 Faker users",
            options.show,
        )
        false_hits(options.data, music_users(options.data), "Music Meta's users", options.show)
    if "speed" in options.only:
        speed(options.data, options.users)


if __name__ == "__main__":
    main()
