"""A few documents that whoever opens Dagster's UI may see: of people who do not exist.

With the bundled sample they are documents of its own, for its users are invented. With any other data they are made of the
texts of canaries as they came out of this run, written by the format of the run. No document of a real user is among them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from llm_assets.documents.formatter import formatters, layout
from llm_assets.documents.reading import read_documents
from llm_assets.documents.statistics import statistics
from llm_assets.errors import SerializationError
from llm_assets.pipeline import Pipeline
from llm_assets.privacy.evidence import read_evidence
from llm_assets.records import SafeInteraction, SafeUser

_COUNT = 3
_ENOUGH = 1_300  # characters of a document, from which on it shows more than its frame


@dataclass(frozen=True, slots=True)
class Examples:
    """about: one sentence that says who the people are; documents: (title, text) of each."""

    about: str
    documents: tuple[tuple[str, str], ...]


def examples(job: Pipeline) -> Examples | None:
    """Three documents, in the first format of the settings; None where there is nobody to show.

    To be called when the documents were audited and the stage `documents` is there: a template of the user's own is shown, too.
    """
    if _of_sample(job):
        return Examples("Three documents of the bundled sample, whose people are invented.", tuple(_published(job)))
    texts = read_evidence(job.work.stage("safe"))["canaries"].get("examples", [])
    if not texts:
        return None
    about = (
        "Three documents of canaries: invented people whose texts went through this run like all others. They are in no file; "
        "documents of real people are in the tree."
    )
    try:
        return Examples(about, tuple(_of_canaries(job, texts)))
    except SerializationError:  # a template that asks for what only real users have
        return None


def _of_sample(job: Pipeline) -> bool:
    """Whether what was read are the files of the bundled sample themselves, and nothing in their place."""
    (raw,) = job.reports("raw")
    return job.settings.dataset is None and raw["fingerprint"] == job.origin.raw_now()


def _published(job: Pipeline) -> list[tuple[str, str]]:
    """The shortest that are long enough to show something."""
    (report,) = job.reports("documents")
    found: dict[str, str] = {}
    for user, text in read_documents(job.work.stage("documents"), _format(job), report["shards"]):
        found[user] = found.get(user, "") + text
    long = [each for each in found.items() if len(each[1]) >= _ENOUGH]
    return sorted(long, key=lambda each: (len(each[1]), each[0]))[:_COUNT]


def _of_canaries(job: Pipeline, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts, dealt to three people, as the format writes a user with these interactions."""
    output = job.settings.llm_output
    made = formatters(output, job.settings.root)[_format(job)]
    columns = job.dataset.interactions.columns
    column = next((name for name, each in columns.items() if each.role in ("text", "html")), "text")
    blank = {name: None for name, each in job.dataset.users.columns.items() if each.role not in ("direct", "drop")}
    for number in range(min(_COUNT, len(texts))):
        pseudonym = f"canary{'abc'[number] * 18}"
        said = [
            SafeInteraction(pseudonym, None, place, None, None, None, {column: text})
            for place, text in enumerate(texts[number::_COUNT])
        ]
        user = SafeUser(pseudonym, blank, statistics(said))
        yield f"canary {number + 1}", _written(made, user, said)


def _written(made: Any, user: SafeUser, said: list[SafeInteraction]) -> str:
    if layout(made) == "lines":
        return "".join(line for _, line in made.format_lines(user, said).lines)
    text: str = made.format_user(user, said)
    return text if layout(made) == "document" else text + "".join(map(made.format_interaction, said))


def _format(job: Pipeline) -> str:
    return job.settings.llm_output.format[0]
