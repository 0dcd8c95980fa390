"""How the redactor does on lines that no rule was made from: misses by kind and language, and what is taken wrongly.

    python -m benchmarks.redaction.unseen [--rounds 5] [--show 5] [--clean FOLDER_OR_FILE …] [--extensions .txt .md .rst]

Values are drawn from Faker (MIT) and written in the national forms of each language; a value is found when every letter and
digit of it is covered. Secrets are drawn in the forms that issuers document, and after words that announce them. `--clean`
reads technical prose (documentation, change logs) and prints what is taken of it, by rule.
"""

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from faker import Faker

from benchmarks.redaction.drawn import drawn, secret
from benchmarks.redaction.lines import CLEAN, LINES
from llm_assets.privacy import Redactor
from llm_assets.privacy.spans import Span

_SLOT = re.compile(r"\{([A-Z]+)\}")
Row = tuple[str, str, list[tuple[int, int, str]]]  # locale, text, values
_PART = 4_000


def rows(rounds: int, seed: int) -> Iterator[Row]:
    """Every line with values in its places, some times."""
    dice = random.Random(seed)
    for locale, lines in LINES.items():
        fake = Faker(locale)
        fake.seed_instance(seed)
        for line in lines.strip().splitlines():
            for _ in range(rounds):
                yield locale, *_filled(line.replace("\\n", "\n"), lambda kind: drawn(kind, locale, fake, dice))  # noqa: B023


def _filled(line: str, draw: Callable[[str], str]) -> tuple[str, list[tuple[int, int, str]]]:
    text, values, position = "", list[tuple[int, int, str]](), 0
    for slot in _SLOT.finditer(line):
        text += line[position : slot.start()]
        value = draw(slot[1])
        values.append((len(text), len(text) + len(value), slot[1]))
        text += value
        position = slot.end()
    return text + line[position:], values


def secrets(count: int, seed: int) -> Iterator[Row]:
    """Secrets in texts."""
    dice = random.Random(seed)
    for _ in range(count):
        kind, before, value, after = secret(dice)
        yield "secret", before + value + after, [(len(before), len(before) + len(value), kind)]


def judged(redactor: Redactor, material: Iterable[Row], show: int) -> None:
    """Prints the share of values that are covered, by kind; then what is missed, and what is taken beside them."""
    material = list(material)
    seen, total, missed = Counter[str](), Counter[str](), defaultdict[str, list[str]](list)
    wrong = defaultdict[str, list[str]](list)
    for (locale, text, values), spans in zip(material, redactor.find([text for _, text, _ in material]), strict=True):
        cut = {place for span in spans for place in range(span.start, span.end)}
        for start, end, kind in values:
            good = all(place in cut or not text[place].isalnum() for place in range(start, end))
            total[kind] += 1
            seen[kind] += good
            if not good:
                missed[kind].append(f"{locale}: {text!r} ({text[start:end]!r})")
        for span in spans:
            if not any(span.start < end and start < span.end for start, end, _ in values):
                wrong[span.entity].append(f"{span.rule}: {text[span.start : span.end]!r} in {text[:90]!r}")
    for kind in sorted(total):
        print(f"| {kind} | {total[kind]} | {seen[kind] / total[kind]:.3f} |")
    print(f"| all | {total.total()} | {seen.total() / total.total():.3f} |; {sum(map(len, wrong.values()))} taken beside them")
    for name, found in (("missed", missed), ("taken wrongly", wrong)):
        for kind, examples in found.items():
            for example in sorted(set(examples))[:show]:
                print(f"   {name} {kind}: {example}")


def clean(redactor: Redactor, texts: Iterable[str], show: int) -> None:
    """Prints what is taken of texts in which nothing is personal."""
    rules, examples, words = Counter[str](), defaultdict[str, Counter[str]](Counter), 0
    for text in texts:
        words += len(text.split())
        for span in redactor.find([text])[0]:
            if _counts(span):
                rules[f"{span.entity} {span.rule}"] += 1
                lead = text[max(span.start - 30, 0) : span.end + 15].replace("\n", "⏎")
                examples[f"{span.entity} {span.rule}"][f"{text[span.start : span.end]!r} …{lead}…"] += 1
    print(f"{rules.total()} taken in {words} words: {rules.total() / max(words, 1) * 10_000:.1f} in 10,000")
    for rule, count in rules.most_common():
        print(f"   {count:5} {rule}")
        for example, times in examples[rule].most_common(show):
            print(f"           {times} × {example}")


def _counts(span: Span) -> bool:
    """Dates and addresses of the web go by intent at level high."""
    return span.entity not in ("DATE", "URL")


def prose(paths: Iterable[Path], extensions: Iterable[str], limit: int) -> Iterator[str]:
    """The texts of files, in parts of a few thousand characters, cut between paragraphs."""
    for path in paths:
        files = sorted(each for each in path.rglob("*") if each.suffix in set(extensions)) if path.is_dir() else [path]
        for file in files:
            text = file.read_text(encoding="utf-8", errors="replace")[:limit]
            while text:
                cut = text.rfind("\n\n", 0, _PART)
                cut = cut if cut > 0 and len(text) > _PART else _PART
                yield text[:cut]
                text = text[cut:]


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("--clean", nargs="+", type=Path, default=[])
    parser.add_argument("--extensions", nargs="+", default=[".txt", ".md", ".rst"])
    parser.add_argument("--limit", type=int, default=400_000, help="characters of a file of --clean")
    wanted = parser.parse_args()
    redactor = Redactor(key="benchmark " * 4)
    print("## Lines of other sources\n\n| kind | values | strict recall |\n|---|---:|---:|")
    judged(redactor, rows(wanted.rounds, wanted.seed), wanted.show)
    print("\n## Secrets\n\n| kind | values | strict recall |\n|---|---:|---:|")
    judged(redactor, secrets(100 * wanted.rounds, wanted.seed), wanted.show)
    print("\n## Clean lines\n")
    clean(redactor, CLEAN.strip().splitlines(), wanted.show)
    if wanted.clean:
        print("\n## Clean prose\n")
        clean(redactor, prose(wanted.clean, wanted.extensions, wanted.limit), wanted.show)


if __name__ == "__main__":
    main()
