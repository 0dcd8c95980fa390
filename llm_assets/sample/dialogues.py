"""Conversations: who writes to whom, when, about what."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from unicodedata import normalize

from faker import Faker

from llm_assets.sample.contacts import phone
from llm_assets.sample.markup import to_html
from llm_assets.sample.oddities import ODDITIES, REPLIES, with_crlf
from llm_assets.sample.people import Person, latin
from llm_assets.sample.phrases_de_nl import DUTCH, GERMAN
from llm_assets.sample.phrases_en import ENGLISH
from llm_assets.sample.phrases_fr_es import FRENCH, SPANISH
from llm_assets.sample.phrases_it_pt import ITALIAN, PORTUGUESE
from llm_assets.sample.phrases_pl_tr_zh_ja import CHINESE, JAPANESE, POLISH, TURKISH
from llm_assets.sample.scenario import Language
from llm_assets.sample.slots import Cast, Slots
from llm_assets.sample.text import Piece, Text, fill

LANGUAGES = {
    "US": ENGLISH, "GB": ENGLISH, "DE": GERMAN, "FR": FRENCH, "ES": SPANISH, "IT": ITALIAN, "NL": DUTCH, "BR": PORTUGUESE,
    "PL": POLISH, "TR": TURKISH, "CN": CHINESE, "JP": JAPANESE,
}  # fmt: skip
AGENTS = {
    "US": ("Marta Lindqvist", "Tom Ellery", "Priya Raman"), "GB": ("Owen Castle", "Priya Raman"),
    "DE": ("Katrin Vogt", "Jonas Beck"),
    "FR": ("Camille Perrin", "Hugo Marchal"), "ES": ("Lucía Ferrer", "Diego Salas"), "IT": ("Giulia Conti", "Marco Riva"),
    "NL": ("Femke de Boer", "Bram Visser"), "BR": ("Beatriz Lobo", "Rafael Pinto"), "PL": ("Ewa Nowicka",),
    "TR": ("Deniz Aksoy",),
    "CN": ("陈晨",), "JP": ("山本",),
}  # fmt: skip
_HOURS = {"US": -5, "GB": 0, "BR": -3, "TR": 3, "CN": 8, "JP": 9}
_FIRST_DAY = datetime(2023, 3, 1, tzinfo=UTC)
_TWO_YEARS = 729 * 86400


@dataclass(frozen=True, slots=True)
class Event:
    """One interaction, its texts still in pieces. country: of the customer, for the time zone in which it is written."""

    user_id: str
    thread: str | None
    when: datetime
    kind: str
    author: str
    country: str
    subject: Text | None
    body: Text
    body_html: Text | None = None
    order_id: str | None = None
    reply_to: str | None = None

    def created_at(self) -> str | int:
        """ISO 8601 with a zone; epoch seconds for orders and milliseconds for notes, which come from other systems."""
        if self.kind == "order":
            return int(self.when.timestamp())
        if self.kind == "note":
            return int(self.when.timestamp()) * 1000
        if self.author == "agent":
            return self.when.strftime("%Y-%m-%dT%H:%M:%SZ")
        return self.when.astimezone(timezone(timedelta(hours=_HOURS.get(self.country, 1)))).isoformat()


class Desk:
    """Makes the conversations of all users."""

    def __init__(self, rng: Random, people: list[Person], fakes: dict[str, Faker]) -> None:
        self.rng, self.people, self.fakes = rng, people, fakes
        self.threads = 0
        self._odd = 0
        self._taken = {value for person in people for value in (person.name, person.phone)}

    def cast(self, person: Person) -> Cast:
        """The customer, another user of the same country, an agent, and a friend who is no user."""
        rng, fake = self.rng, self.fakes[person.country]
        near = [p for p in self.people if p.country == person.country and p.name != person.name]
        while True:
            given, family = fake.first_name(), fake.last_name()
            name = family + given if person.country in ("CN", "JP") else f"{given} {family}"
            number = phone(rng, person.country)
            if name not in self._taken and number[0] not in self._taken:
                break
        local = latin(f"{given} {family}").replace(" ", ".") or f"friend{rng.randrange(10, 99)}"
        mail = f"{local}@home.example.org"
        friend = (name, mail, number[rng.randrange(2)])
        return Cast(person, rng.choice(near), rng.choice(AGENTS[person.country]), friend, rng.randrange(10**9))

    def conversation(self, person: Person) -> Iterator[Event]:
        """A thread of the person: most often with one agent, now and then with other users, or a lone order."""
        when = _FIRST_DAY + timedelta(seconds=self.rng.randrange(_TWO_YEARS))
        draw = self.rng.random()
        language = LANGUAGES[person.country]
        if draw < 0.10:
            yield self._order(person, when)
        elif draw < 0.18 and language.posts:
            yield from self._community(person, language, when)
        elif draw < 0.29:
            yield from self._odd_thread(person, when)
        else:
            # A tenth of those who have another language at home write English all the same.
            yield from self._dialogue(person, ENGLISH if self.rng.random() < 0.1 else language, when)

    def _thread(self) -> str:
        self.threads += 1
        return f"T-{20000 + self.threads}"

    def _say(self, parts: list[str], cast: Cast, when: datetime) -> Text:
        slots = Slots(self.rng, cast, when)
        text = Text()
        for part in parts:
            text += fill(part, slots)
        return text

    def _dialogue(self, person: Person, language: Language, when: datetime) -> Iterator[Event]:
        rng, cast, thread = self.rng, self.cast(person), self._thread()
        kind = "ticket" if rng.random() < 0.5 else "chat"
        scenario = rng.choice(language.scenarios)
        subject = fill(rng.choice(scenario.subject), Slots(rng, cast, when)) if kind == "ticket" else None
        html = kind == "ticket" and rng.random() < 0.25
        order_id = Slots(rng, cast, when)("order").text if rng.random() < 0.3 else None
        asked = rng.randrange(len(scenario.ask))
        turns = [("customer", scenario.opening), ("agent", scenario.ask[asked : asked + 1])]
        turns += [("customer", scenario.answer[asked :: len(scenario.ask)]), ("agent", scenario.solve)]
        turns += [("customer", language.thanks)] if rng.random() < 0.7 else []
        turns += [("note", language.notes)] if rng.random() < 0.2 else []
        mentioned = False
        for place, (who, lines) in enumerate(turns):
            parts = [rng.choice(lines)]
            if who == "agent":
                parts = self._framed(language.greet_agent, parts, language.sign_agent, always=kind == "ticket")
            elif who == "customer" and lines is not language.thanks:
                parts += [rng.choice(language.asides)] if rng.random() < 0.25 else []
                parts = self._framed(language.greet_customer, parts, language.sign_customer, always=kind == "ticket")
            parts = parts if lines is language.thanks else _capital(parts, language)
            body = self._say(parts, cast, when)
            author = "customer" if who == "customer" else "agent"
            yield Event(
                person.user_id, thread, when, "note" if who == "note" else kind, author, person.country,
                subject if place == 0 else None, body, to_html(body) if html and who != "note" else None, order_id,
            )  # fmt: skip
            mentioned = mentioned or any(piece.value_of == cast.other.user_id for piece in body.pieces)
            when += timedelta(seconds=rng.randrange(600, 70000) if kind == "ticket" else rng.randrange(20, 400))
        if mentioned and rng.random() < 0.7:
            joined = replace(cast, person=cast.other, other=person)
            body = self._say([rng.choice(language.greet_customer), rng.choice(language.thanks)], joined, when)
            yield Event(cast.other.user_id, thread, when, kind, "customer", cast.other.country, None, body)

    def _framed(self, greet: tuple[str, ...], parts: list[str], sign: tuple[str, ...], *, always: bool) -> list[str]:
        framed = always or self.rng.random() < 0.3
        return [self.rng.choice(greet), *parts, self.rng.choice(sign)] if framed else parts

    def _order(self, person: Person, when: datetime) -> Event:
        rng, cast = self.rng, self.cast(person)
        form = rng.choice(
            ("1 x {product}, {price}. Deliver to: {name}, {address}", "2 x {product}, {price}. Invoice to {email}")
        )
        order = Slots(rng, cast, when)("order").text
        return Event(
            person.user_id, None, when, "order", "customer", person.country, None, self._say([form], cast, when), order_id=order
        )  # fmt: skip

    def _community(self, person: Person, language: Language, when: datetime) -> Iterator[Event]:
        rng, cast, thread = self.rng, self.cast(person), self._thread()
        writers = [cast.person, cast.other, rng.choice([p for p in self.people if p.country == person.country])]
        yield Event(
            person.user_id, thread, when, "post", "customer", person.country,
            Text(Piece("Community")) if rng.random() < 0.2 else None, self._say([rng.choice(language.posts)], cast, when),
        )  # fmt: skip
        before = person
        for line in rng.sample(language.replies, rng.randrange(1, len(language.replies) + 1)):
            when += timedelta(seconds=rng.randrange(300, 40000))
            writer = rng.choice([p for p in writers if p.user_id != before.user_id])
            body = self._say([line], replace(cast, person=writer, other=before), when)
            yield Event(
                writer.user_id, thread, when, "post", "customer", writer.country, None, body, reply_to=before.user_id
            )  # fmt: skip
            before = writer

    def _odd_thread(self, person: Person, when: datetime) -> Iterator[Event]:
        key = list(ODDITIES)[self._odd % len(ODDITIES)]
        self._odd += 1
        if key == "decomposed":
            person = self.rng.choice([p for p in self.people if normalize("NFD", p.name) != p.name])
        rng, cast, thread = self.rng, self.cast(person), self._thread()
        title, form = ODDITIES[key]
        body = self._say([form], cast, when)
        body = with_crlf(body) if key == "crlf" else body
        subject = Text(Piece(title)) if title else None
        kind = "ticket" if title else "chat"
        yield Event(person.user_id, thread, when, kind, "customer", person.country, subject, body)
        when += timedelta(seconds=rng.randrange(60, 9000))
        lines = [rng.choice(ENGLISH.greet_agent), rng.choice(REPLIES), rng.choice(ENGLISH.sign_agent)]
        yield Event(person.user_id, thread, when, kind, "agent", person.country, None, self._say(lines, cast, when))


def _capital(parts: list[str], language: Language) -> list[str]:
    """Sentences start with a capital, except after a German or Dutch greeting, which ends with a comma."""
    greeted = parts[0].rstrip().endswith(",") and (language in (GERMAN, DUTCH) or not parts[0].endswith("\n"))
    place = 1 if len(parts) > 1 and (not parts[0] or parts[0].endswith((" ", "\n", "，", "、"))) else 0
    if not greeted:
        at = 1 if parts[place][0] in "¿¡" else 0
        parts[place] = parts[place][:at] + parts[place][at : at + 1].upper() + parts[place][at + 1 :]
    return parts
