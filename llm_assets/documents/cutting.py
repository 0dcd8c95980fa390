"""Cuts interactions that are too long for one document or chunk, at natural borders of their texts."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from semantic_text_splitter import TextSplitter

from llm_assets.documents.counters import TokenCounter
from llm_assets.records import SafeInteraction

Render = Callable[[SafeInteraction], str]
_LABEL = 20  # characters of a kind or speaker that a cut interaction keeps: no label may fill a piece


def cut(item: SafeInteraction, most: int, counter: TokenCounter, render: Render, overlap: int = 0) -> list[SafeInteraction]:
    """An interaction as pieces that take at most so many tokens as `render` writes them; as it is, when it takes no more.

    Texts are cut where paragraphs, sentences or words end, as far as possible in this order, by semantic-text-splitter. The
    pieces have the fields of the whole, their attributes only the first; `piece` counts them from 0. overlap: tokens at the
    end of a piece that the next one repeats, at most.
    """

    def size(piece: SafeInteraction) -> int:
        return counter.counts([render(piece)])[0]

    if size(item) <= most:
        return [item]
    bare = replace(item, text={}, piece=1)  # as long as a piece that is not the first
    if size(bare) > most // 2:
        # Attributes of the size of a text are cut like one.
        kind, speaker = (label and label[:_LABEL] for label in (item.kind, item.speaker))
        bare = replace(bare, kind=kind, speaker=speaker, attributes={})
        item = replace(item, text={**item.attributes, **item.text})
    pieces = list(_pieces(item, bare, most, size, overlap))
    return [
        replace(piece, piece=number, attributes=bare.attributes if not number else {}) for number, piece in enumerate(pieces)
    ]


def _pieces(
    item: SafeInteraction, bare: SafeInteraction, most: int, size: Callable[[SafeInteraction], int], overlap: int
) -> Iterator[SafeInteraction]:
    """A piece for each stretch of each text; texts that are empty have none."""
    for name, text in item.text.items():
        if not text or text.isspace():
            continue

        def measure(stretch: str, name: str = name) -> int:
            return size(replace(bare, text={name: stretch}))

        repeated = min(measure("") + overlap, most - 1) if overlap else 0
        for stretch in _stretches(text, most, repeated, measure):
            if not stretch.isspace():
                yield replace(bare, text={name: stretch})


def _stretches(text: str, most: int, repeated: int, measure: Callable[[str], int]) -> Iterator[str]:
    splitter = TextSplitter.from_callback(measure, most, overlap=repeated, trim=False)
    for stretch in splitter.chunks(text):
        if measure(stretch) <= most or len(stretch) == 1:
            yield stretch
        elif stretch != text:
            # With an overlap the library lets single stretches grow beyond the size.
            yield from _stretches(stretch, most, 0, measure)
        else:
            middle = len(stretch) // 2
            for half in (stretch[:middle], stretch[middle:]):
                yield from _stretches(half, most, 0, measure)
