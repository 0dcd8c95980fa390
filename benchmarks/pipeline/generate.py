"""Two tables of any size, seeded: users, and what they wrote to a support desk.

    python -m benchmarks.pipeline.generate FOLDER --users 100000 --events 1000000 [--personal 0.15] [--languages en,de]

Writes `users.csv`, `events/events-NNNNN.jsonl` and `llm_assets.toml` into FOLDER. Messages have about 450 bytes; `personal` of
them hold a value of the user's own record, written as the user would. Users have few or many events (Pareto). The same
arguments give the same bytes, whatever the number of processes.
"""

import argparse
import csv
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import numpy as np
import orjson

from benchmarks.texts import messages
from llm_assets.sample.phrases_de_nl import DUTCH, GERMAN
from llm_assets.sample.phrases_en import ENGLISH
from llm_assets.sample.phrases_fr_es import FRENCH, SPANISH
from llm_assets.sample.phrases_it_pt import ITALIAN, PORTUGUESE

_LANGUAGES = {
    "en": (ENGLISH, "en_US"), "de": (GERMAN, "de_DE"), "fr": (FRENCH, "fr_FR"), "es": (SPANISH, "es_ES"),
    "it": (ITALIAN, "it_IT"), "nl": (DUTCH, "nl_NL"), "pt": (PORTUGUESE, "pt_PT"),
}  # fmt: skip
_PERSONAL = {
    "en": ("My name is {name}. ", "Mail me at {email} please. ", "Call {phone}. ", "It is {name}, born {birth}. "),
    "de": ("Mein Name ist {name}. ", "Bitte an {email}. ", "Rufen Sie {phone} an. ", "{name}, geboren am {birth}. "),
    "fr": ("Je m'appelle {name}. ", "Écrivez à {email}. ", "Appelez le {phone}. ", "{name}, né le {birth}. "),
    "es": ("Me llamo {name}. ", "Escríbame a {email}. ", "Llámeme al {phone}. ", "{name}, nacido el {birth}. "),
    "it": ("Mi chiamo {name}. ", "Scrivete a {email}. ", "Chiamate il {phone}. ", "{name}, nato il {birth}. "),
    "nl": ("Ik heet {name}. ", "Mail naar {email}. ", "Bel {phone}. ", "{name}, geboren op {birth}. "),
    "pt": ("Chamo-me {name}. ", "Escreva para {email}. ", "Ligue {phone}. ", "{name}, nascido a {birth}. "),
}  # fmt: skip
_POOL = 20_000  # messages of a language; each event takes one
_CHUNK = 250_000  # events in a file
_SHAPE = 1.5  # of the Pareto distribution of events over users
_EPOCH, _YEARS = 1_600_000_000, 4
_SETTINGS = """[dataset]
name = "generated"
[dataset.users]
source = "users.csv"
id = "user_id"
[dataset.users.columns]
name = { role = "direct", entity = "PERSON" }
email = { role = "direct", entity = "EMAIL" }
phone = { role = "direct", entity = "PHONE" }
birth_date = { role = "quasi", generalize = "year" }
zip = { role = "quasi", generalize = "prefix:3" }
language = "attribute"
plan = "attribute"
[dataset.interactions]
source = "events/*.jsonl"
user = "user_id"
[dataset.interactions.columns]
created_at = "timestamp"
thread = "conversation"
type = "kind"
author = "speaker"
body = "text"
[privacy]
key_file = "generated.key"
[llm_output]
format = ["markdown", "jsonl"]
"""


@dataclass(frozen=True, slots=True)
class Size:
    """What is generated. personal: share of events with a value of the user's own record; languages: in equal parts."""

    users: int
    events: int
    personal: float = 0.15
    languages: tuple[str, ...] = ("en",)
    seed: int = 7


def generate(folder: Path, size: Size, processes: int = 2) -> None:
    """Writes both tables and their settings into a folder."""
    (folder / "events").mkdir(parents=True, exist_ok=True)
    (folder / "llm_assets.toml").write_text(_SETTINGS)
    with (folder / "users.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("user_id", "name", "email", "phone", "birth_date", "zip", "language", "plan"))
        rows.writerows(user(size, number) for number in range(size.users))
    starts = range(0, size.events, _CHUNK)
    tasks = [(folder, size, index, min(_CHUNK, size.events - first), first) for index, first in enumerate(starts)]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_write_events, tasks))


def user(size: Size, number: int) -> tuple[str, ...]:
    """The row of a user."""
    source = random.Random(f"{size.seed} {number}")
    language = size.languages[number % len(size.languages)]
    given, family = _names(language)
    one, two = source.choice(given), source.choice(family)
    handle = "".join(char for char in f"{one}.{two}".lower() if char.isalnum() or char == ".")
    birth = f"{source.randint(1940, 2006)}-{source.randint(1, 12):02d}-{source.randint(1, 28):02d}"
    phone = f"+1 {source.randint(201, 989)} 555 {source.randint(100, 9999):04d}"
    zip_code, plan = f"{source.randint(501, 99950):05d}", source.choice(("free", "pro", "team"))
    email = f"{handle}{number % 1000}@example.org"
    return f"u{number:08d}", f"{one} {two}", email, phone, birth, zip_code, language, plan


def _write_events(task: tuple[Path, Size, int, int, int]) -> None:
    folder, size, index, count, first = task
    draw = np.random.default_rng((size.seed, index))
    source = random.Random(f"{size.seed} events {index}")
    # Few users write much: the ranks of a Pareto distribution, scattered over the numbers of users.
    ranks = np.minimum((draw.pareto(_SHAPE, count) * size.users / 6).astype(np.int64), size.users - 1)
    owners = (ranks * 7_919 + draw.integers(0, 3, count) * 104_729) % size.users
    times = draw.integers(_EPOCH, _EPOCH + _YEARS * 31_557_600, count)
    with (folder / "events" / f"events-{index:05d}.jsonl").open("wb") as file:
        for at, owner in enumerate(owners.tolist()):
            body = source.choice(_pool(size.languages[owner % len(size.languages)]))
            if source.random() < size.personal:
                body = _personal(size, owner, source) + body
            row = {
                "event_id": first + at,
                "user_id": f"u{owner:08d}",
                "created_at": int(times[at]),
                "thread": f"t{owner}-{at % 3}",
                "type": ("chat", "mail", "call")[at % 3],
                "author": ("customer", "agent")[at % 2],
                "body": body,
            }
            file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


def _personal(size: Size, owner: int, source: random.Random) -> str:
    _, name, email, phone, birth, *_ = user(size, owner)
    template = source.choice(_PERSONAL[size.languages[owner % len(size.languages)]])
    return template.format(name=name, email=email, phone=phone, birth=birth)


@lru_cache(maxsize=len(_LANGUAGES))
def _names(language: str) -> tuple[Sequence[str], Sequence[str]]:
    provider = import_module(f"faker.providers.person.{_LANGUAGES[language][1]}").Provider
    return sorted(provider.first_names), sorted(provider.last_names)


@lru_cache(maxsize=len(_LANGUAGES))
def _pool(language: str) -> Sequence[str]:
    """Messages of a language without anything personal."""
    if language == "en":
        return messages(_POOL, share=0)
    spoken, _ = _LANGUAGES[language]
    lines = [*spoken.asides, *(line for scene in spoken.scenarios for line in (*scene.opening, *scene.ask, *scene.solve))]
    plain = [line.strip() for line in lines if "{" not in line]
    source = random.Random(f"pool {language}")
    return [" ".join(source.choices(plain, k=source.randint(3, 9))) for _ in range(_POOL)]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--users", type=int, required=True)
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--personal", type=float, default=0.15)
    parser.add_argument("--languages", default="en")
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    languages = tuple(wanted.languages.split(","))
    generate(wanted.folder, Size(wanted.users, wanted.events, wanted.personal, languages, wanted.seed))


if __name__ == "__main__":
    main()
