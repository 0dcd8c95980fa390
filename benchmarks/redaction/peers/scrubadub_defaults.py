"""scrubadub with its default detectors."""

import scrubadub

_scrubber = scrubadub.Scrubber()


def find(texts: list[str], before: list[str]) -> list[list[tuple[int, int, str]]]:
    """Spans of each text; scrubadub knows no message before."""
    del before
    return [[(filth.beg, filth.end, filth.type) for filth in _scrubber.iter_filth(text)] for text in texts]
