"""Splits: no user and no conversation in two, shares as wanted, and nobody moves when strangers come."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.documents.build import build_documents
from llm_assets.documents.components import representatives
from llm_assets.documents.cuts import NO_CUTS
from llm_assets.documents.splits import Assignment, assign, split_of
from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.settings.format_models import SPLITS, Splits
from llm_assets.settings.model import LlmOutput

from .conftest import Stage, interaction, pseudonym, read_pack

SHARES = Splits(train=0.5, validation=0.25, test=0.25)
CUT = SHARES.model_copy(update={"shared": "cut"})
DRAWN = Pseudonymizer(Key(b"a key of thirty-two characters.."), "support", "high")
# Users by number, each with the conversations that they speak in.
Spoken = dict[int, set[int]]
spoken = st.dictionaries(st.integers(0, 40), st.sets(st.integers(0, 12), max_size=3), max_size=12)


def draw(user: str) -> float:
    return DRAWN.draw("split", user)


def assignment(root: Path, who: Mapping[int, set[int]], shards: int, shares: Splits) -> Assignment:
    """Made from a stage `safe` of so many shards."""
    stage, users = Stage(root), sorted(who)
    for shard in range(shards):
        part = users[shard * len(users) // shards : (shard + 1) * len(users) // shards]
        said = [{**interaction(pseudonym(n), 0), "conversation": f"c{c}"} for n in part for c in who[n]]
        stage.add_shard([{"user": pseudonym(n)} for n in part], said)
    made = assign(stage.work.stage("safe"), shares, draw, [NO_CUTS] * shards)
    assert [name for each in made.users for name in each.to_pylist()] == [pseudonym(n) for n in users]
    return made


def assigned(root: Path, who: Mapping[int, set[int]], shards: int = 1, shares: Splits = SHARES) -> dict[int, str]:
    """The split of each user."""
    made = assignment(root, who, shards, shares)
    return dict(zip(sorted(who), (SPLITS[number] for number in made.splits), strict=True))


def component(who: Mapping[int, set[int]], user: int) -> frozenset[int]:
    """The users that are connected with one, found step by step."""
    found, talks = {user}, set(who[user])
    while more := {n for n in who if n not in found and who[n] & talks}:
        found |= more
        talks |= set().union(*(who[n] for n in more))
    return frozenset(found)


@given(who=spoken.filter(bool), shards=st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_a_user_goes_where_the_least_of_its_component_is_drawn(who: Spoken, shards: int, tmp_path_factory) -> None:
    found = assigned(tmp_path_factory.mktemp("splits"), who, min(shards, len(who)))
    for user, split in found.items():
        assert split == SPLITS[split_of(draw(pseudonym(min(component(who, user)))), SHARES)]
    talks = {(talk, found[user]) for user in who for talk in who[user]}
    assert len(talks) == len({talk for talk, _ in talks})


@given(who=spoken.filter(bool), more=spoken)
@settings(max_examples=25, deadline=None)
def test_new_users_move_nobody_whose_component_keeps_its_least(who: Spoken, more: Spoken, tmp_path_factory) -> None:
    after = {**more, **who}
    one, other = (assigned(tmp_path_factory.mktemp("splits"), each) for each in (who, after))
    for user in who:
        if min(component(after, user)) == min(component(who, user)):
            assert one[user] == other[user]


@given(who=spoken.filter(bool), more=spoken, shards=st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_what_is_cut_leaves_each_conversation_in_one_split_and_moves_nobody(
    who: Spoken, more: Spoken, shards: int, tmp_path_factory
) -> None:
    made = assignment(tmp_path_factory.mktemp("splits"), who, min(shards, len(who)), CUT)
    splits = dict(zip(sorted(who), made.splits.tolist(), strict=True))
    assert splits == {user: split_of(draw(pseudonym(user)), CUT) for user in who}
    gone = {key for cuts in made.cuts for key in cuts.keys}
    left = {(talk, user) for user in who for talk in who[user] if f"{pseudonym(user)} c{talk}" not in gone}
    assert len({(talk, splits[user]) for talk, user in left}) == len({talk for talk, _ in left})
    assert made.cut == sum(map(len, who.values())) - len(left) == len(gone)
    assert made.interactions.tolist() == [sum(owner == user for _, owner in left) for user in sorted(who)]
    # The least of the users of a conversation keeps it.
    assert all((talk, min(user for user in who if talk in who[user])) in left for user in who for talk in who[user])
    after = assigned(tmp_path_factory.mktemp("splits"), {**more, **who}, shares=CUT)
    assert all(after[user] == SPLITS[split] for user, split in splits.items())


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40))
@settings(max_examples=100, deadline=None)
def test_representatives_are_those_of_a_walk(pairs: list[tuple[int, int]]) -> None:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    talks = {n: {i for i, pair in enumerate(pairs) if n in pair} for n in range(30)}
    assert representatives(30, ends[:, 0], ends[:, 1]).tolist() == [min(component(talks, n)) for n in range(30)]


def test_a_long_chain_takes_few_rounds(monkeypatch) -> None:
    order = np.random.default_rng(1).permutation(100_000).astype(np.int64)
    rounds = []
    minimum = np.minimum

    class Counted:
        at = staticmethod(lambda *given: (rounds.append(1), minimum.at(*given)))

        def __call__(self, *given):
            return minimum(*given)

    monkeypatch.setattr(np, "minimum", Counted())
    assert not representatives(100_000, order[1:], order[:-1]).any()
    assert len(rounds) < 20


@pytest.mark.parametrize(
    ("number", "split"), [(0.0, "test"), (0.24, "test"), (0.25, "validation"), (0.5, "train"), (1 - 2**-53, "train")]
)
def test_what_is_held_out_comes_first(number: float, split: str) -> None:
    assert SPLITS[split_of(number, SHARES)] == split


def test_the_shares_are_met_by_many() -> None:
    found = np.bincount([split_of(draw(pseudonym(n)), SHARES) for n in range(20_000)]) / 20_000
    assert np.allclose(found, [0.5, 0.25, 0.25], atol=0.01)  # three standard deviations


def test_no_conversation_at_all_leaves_everyone_alone(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    events = [{k: v for k, v in interaction(pseudonym(n), 0).items() if k != "conversation"} for n in range(9)]
    stage.add_shard([{"user": pseudonym(n)} for n in range(9)], events)
    made = assign(stage.work.stage("safe"), SHARES, draw, [NO_CUTS])
    assert (made.connected, made.largest) == (0, 1)
    assert made.splits.tolist() == [split_of(draw(pseudonym(n)), SHARES) for n in range(9)]


def test_the_stage_says_who_stands_where_and_with_which_documents(tmp_path: Path) -> None:
    stage = Stage(tmp_path).fill(6, shards=2, each=2)
    output = LlmOutput(format=["markdown", "text", "jsonl"], splits=SHARES)
    how = {"root": stage.root, "work": stage.work, "fingerprint": "f", "processes": 1}
    report = build_documents(output, safe_report=stage.report, draw=draw, **how)
    split = SPLITS[split_of(draw(pseudonym(0)), SHARES)]  # all share one conversation
    assert report["splits"] == {
        "shares": {"train": 0.5, "validation": 0.25, "test": 0.25},
        "users": {name: 6 * (name == split) for name in SPLITS},
        "interactions": {name: 12 * (name == split) for name in SPLITS},
        "shared": "together",
        "cut_interactions": 0,
        "connected_users": 6,
        "largest_component": 6,
    }
    rows = [row for shard in (0, 1) for row in read_pack(stage.work.stage("documents") / f"splits-{shard:05d}.arrow")]
    assert [(row["part"], row["user"]) for row in rows] == [(split, pseudonym(n)) for n in range(6)]
    first = pseudonym(0)
    paths = [f"profiles/aa/{first}.md", f"profiles/aa/{first}.txt"]
    assert orjson.loads(rows[0]["body"]) == {"user": first, "documents": paths}
