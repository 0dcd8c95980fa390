"""The engine that stands in for RE2 where its wheel is missing: it says the same, to the byte."""

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.redaction.pieces import PIECES, written
from benchmarks.texts import messages
from llm_assets.privacy import Redactor
from llm_assets.privacy.engine.ends import Ends
from llm_assets.privacy.engine.program import Program
from llm_assets.privacy.recognisers import families
from llm_assets.privacy.redactor import DEFAULT_REGIONS
from llm_assets.privacy.scan import Scanner
from tests.privacy.engine.test_automaton import PATTERN

_FOUND = """
import json, sys
sys.modules["re2"] = None
from llm_assets.privacy import Redactor
texts, before = json.load(sys.stdin)
redactor = Redactor(key="ends " * 8)
print(json.dumps([[[s.start, s.end, s.entity, s.rule] for s in spans] for spans in redactor.find(texts, before)]))
"""


@settings(max_examples=40, deadline=None)
@given(PATTERN, st.text("abA1_ \n", max_size=40).map(str.encode))
def test_a_match_ends_where_re_says(pattern: bytes, text: bytes) -> None:
    ends, compiled = Ends(Program.of([pattern])), re.compile(pattern)
    for place in range(len(text)):
        match = compiled.match(text, place)
        assert ends.of(0, text, place, len(text)) == (match.end() if match else -1)


def _hard(count: int) -> list[str]:
    dice = random.Random(9)
    return [written(random.Random(7), tuple(dice.choices(PIECES, k=dice.randint(1, 12))), 150) for _ in range(count)]


def test_the_recognisers_find_the_same_without_re2() -> None:
    redactor = Redactor(key="ends " * 8, names=False)
    texts = [*messages(60), *_hard(30)]
    found = redactor.find(texts)
    redactor._sight._scanner = Scanner("high", families("high", DEFAULT_REGIONS, names=False), None)
    assert redactor.find(texts) == found


@pytest.mark.slow
def test_a_process_without_re2_finds_the_same(shared_data: Path) -> None:
    """Also what reads questions and dates, which are Python's `re` there."""
    texts, before = _hard(400), [""] * 400
    for file in sorted((shared_data / "gold").glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()[:600]]
        texts += [row["text"] for row in rows]
        before += [row.get("before") or "" for row in rows]
    given = json.dumps([texts, before])
    command = [sys.executable, "-c", _FOUND]
    out = subprocess.run(command, input=given, capture_output=True, text=True, check=True, env={**os.environ}).stdout
    found = [[[s.start, s.end, s.entity, s.rule] for s in spans] for spans in Redactor(key="ends " * 8).find(texts, before)]
    assert json.loads(out) == found
