"""Looks for the text that costs the redactor the most time per KB.

    python -m benchmarks.redaction.worst [--seconds 120] [--size 20000] [--adversarial ../shared/data/adversarial]

Texts are made of pieces that patterns begin with, repeated and mixed at random, grown from the worst ones found so far. Time is
of one process; the mean is that of ordinary messages (`benchmarks.texts`), in the same process.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.texts import messages
from llm_assets.privacy import Redactor

_PIECES = (
    "1", "12", "123 ", "4111 1111 1111 1111 ", "1-2-", "1.2.3.4.", "a@", "a@b.", "a.b@c.de ", "@a", "(at)",
    " at b dot ", "http://", "www.a.", "://", "/a", "%41", "&#65;", "**", "<b>", "</b>", "[", "]", "[EMAIL:abcdefgh]",
    "\u200b", "é", "ß", "中", "\u0301", "\n", " ", "-", ".", ",", "_", "+49 ", "(", ")", "00", "DE89 ", "GB", "eyJ",
    "sk_live_", "AKIA", "-----BEGIN ", "password ", "password: ", "name is ", "Anna ", "anna ", "Mr. ", "van der ",
    "de la ", "12 Main Street ", "Calle ", "Street ", "May ", "3 May ", "2020-01-0", "12/12/", "order ", "order no ",
    "account ", "zip ", "#", "0x", "bc1q", "1A1z", "fe80::", "a:", ":", "::", "AB51 ", "J.", "Dear ", "regards,\n",
    "'s ", "X", "Z9", "a", "A", "=", "token=", "\t",
)  # fmt: skip


def grown(source: random.Random, worst: list[str], size: int) -> str:
    """A text of about `size` characters."""
    if worst and source.random() < 0.5:
        text = source.choice(worst)
        cut = source.randrange(len(text))
        piece = "".join(source.choices(_PIECES, k=source.randint(1, 4)))
        text = text[:cut] + piece * source.randint(1, 50) + text[cut : cut + size]
    else:
        unit = "".join(source.choices(_PIECES, k=source.randint(1, 5)))
        text = unit * (size // len(unit) + 1)
    return text[:size]


def timed(redactor: Redactor, text: str) -> float:
    """Microseconds per KB (UTF-8) that redacting a text takes; the best of two, for the machine has other work too."""
    taken = []
    for _ in range(2):
        begin = time.process_time()
        redactor.redact([text])
        taken.append(time.process_time() - begin)
    return min(taken) * 1e6 / (len(text.encode("utf-8", "surrogatepass")) / 1024)


def adversarial(folder: Path, size: int) -> Iterator[str]:
    """The strings of a folder, each repeated up to `size`."""
    for path in sorted(folder.glob("*.json")):
        for text in json.loads(path.read_text(encoding="utf-8")):
            if isinstance(text, str) and text:
                yield (text * (size // len(text) + 1))[:size]


def main() -> None:
    """Searches for a while, and prints the worst texts' beginnings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--adversarial", type=Path)
    wanted = parser.parse_args()
    source, redactor = random.Random(wanted.seed), Redactor(key="benchmark " * 4)
    ordinary = messages(400)
    redactor.redact(ordinary[:50])
    begin = time.process_time()
    redactor.redact(ordinary)
    mean = (time.process_time() - begin) * 1e6 / (sum(map(len, ordinary)) / 1024)
    given = list(adversarial(wanted.adversarial, wanted.size)) if wanted.adversarial else []
    found: list[tuple[float, str]] = []
    end, tried = time.monotonic() + wanted.seconds, 0
    while time.monotonic() < end:
        text = given.pop() if given else grown(source, [text for _, text in found], wanted.size)
        found = sorted([*found, (timed(redactor, text), text)], reverse=True)[:10]
        tried += 1
    print(f"{tried} texts of {wanted.size} characters; ordinary messages take {mean:.1f} µs per KB")
    for cost, text in found:
        print(f"{cost:10.1f} µs per KB  {cost / mean:6.1f} ×  {text[:60]!r}")


if __name__ == "__main__":
    main()
