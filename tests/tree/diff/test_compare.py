"""Two trees side by side: who came and went, what differs, and when nothing can be said."""

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.__main__ import main
from llm_assets.errors import OutputError
from llm_assets.tree.diff.compare import compare
from llm_assets.tree.diff.people import users as users_of
from llm_assets.tree.diff.streams import side_by_side
from llm_assets.tree.diff.table import table
from llm_assets.tree.report.account import Account
from tests.tree.report.evidence import evidence

from ..conftest import Bench, pseudonyms

_PAIRS = st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1, max_size=3), st.sampled_from("ab"), max_size=20)


@given(_PAIRS, _PAIRS)
def test_streams_give_what_sets_give(one, other):
    moved = side_by_side(sorted(one.items()), sorted(other.items()))
    both = one.keys() & other.keys()
    assert moved.came == len(other.keys() - one.keys())
    assert moved.went == len(one.keys() - other.keys())
    assert moved.same == sum(one[name] == other[name] for name in both)
    assert moved.changed == len(both) - moved.same


def test_a_stream_that_is_not_in_order_is_refused():
    with pytest.raises(OutputError, match="not in the order"):
        side_by_side([("b", ""), ("a", "")], [("c", "")])


@pytest.fixture
def trees(tmp_path):
    """Makes staged trees in folders of their own."""

    def make(name, report=None, **how):
        (tmp_path / name).mkdir()
        bench = Bench(tmp_path / name)
        report = bench.report(**(report or {}))
        how.setdefault("account", Account(evidence=evidence(), replaced={"EMAIL": 7}))
        return bench.stage(report, facts=bench.facts(report, **how)).root

    return make


@pytest.mark.parametrize("formats", [("markdown", "jsonl"), ("jsonl",), ("markdown",)])
def test_users_that_came_went_and_changed_are_told(trees, formats):
    names = pseudonyms(12)
    one = trees("one", {"names": names[:10], "formats": formats})
    other = trees("other", {"names": names[2:], "formats": formats, "text": "new"})
    found = compare(one, other)
    assert found["users"] == {"came": 2, "went": 2, "changed": 8, "same": 0}
    assert found["published"] == {"users": [10, 10], "interactions": [20, 20]}
    assert not found["same"]
    text = table(found)
    assert "Users: 2 came, 2 went, 8 changed, 0 stayed as they were." in text


def test_users_are_read_from_parquet_as_well(tmp_path):
    """By the contract of the tree it holds the same records as JSON lines, in the same order."""
    names = pseudonyms(5)
    (tmp_path / "data").mkdir()
    for number, users in enumerate((names[:3], names[3:])):
        rows = [{"user": user, "attributes": {"plan": "free"}} for user in users]
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / "data" / f"profiles-{number:05}-of-00002.parquet")
    found = list(users_of(tmp_path, "data/profiles-*.parquet"))
    assert [user for user, _ in found] == names
    assert len({digest for _, digest in found}) == 5
    (tmp_path / "data" / "profiles-00000-of-00002.parquet").write_bytes(b"not parquet")
    with pytest.raises(OutputError, match="damaged"):
        list(users_of(tmp_path, "data/profiles-*.parquet"))


def test_trees_without_a_format_in_common_share_no_list_of_users(trees):
    found = compare(trees("one", {"formats": ("markdown",)}), trees("other", {"formats": ("jsonl",)}))
    assert found["users"] is None
    assert "no format in common" in found["why"]
    assert found["head"]["formats"] == [["markdown"], ["jsonl"]]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"key_id": "k2"}, "different keys"),
        ({"level": "low"}, "different levels"),
        ({"dataset": "shop"}, "different datasets"),
    ],
)
def test_pseudonyms_that_have_nothing_in_common_are_not_compared(trees, other, why):
    """Every user would have gone and another come: a number that says nothing."""
    found = compare(trees("one"), trees("other", **other))
    assert found["users"] is None
    assert why in found["why"]
    assert "Users cannot be compared: the trees" in table(found)


def test_findings_risk_and_settings_are_told_with_their_change(trees):
    worse = evidence()
    worse["intruder"]["attackers"][1]["linked"] = 0.5
    worse["anonymity"]["after"]["smallest"] = 3
    settings = [{"privacy": {"min_group_size": k, "actions": {}}} for k in (5, 3)]
    one = trees("one", account=Account(evidence=evidence(), replaced={"EMAIL": 7}, settings=settings[0]))
    other = trees(
        "other",
        account=Account(evidence=worse, replaced={"EMAIL": 5, "PHONE": 2}, settings=settings[1]),
        weaker=("DATE found by form stays.",),
    )
    found = compare(one, other)
    assert found["figures"] == {
        "replaced EMAIL": [7, 5],
        "replaced PHONE": [0, 2],
        "smallest_group": [5, 3],
        "attacker_B": [0.131, 0.5],
    }
    assert found["settings"] == {"privacy.min_group_size": [5, 3]}
    lines = {line.split("  ")[1].strip(): line.split() for line in table(found).splitlines() if line.startswith("  ")}
    assert lines["attacker_B"][1:] == ["0.131", "0.5", "+0.369"]
    assert lines["smallest_group"][1:] == ["5", "3", "−2"]
    assert "in the second alone: DATE found by form stays." in table(found)


def test_a_tree_without_a_report_is_compared_as_far_as_it_goes(trees):
    one, other = trees("one"), trees("other", {"users": 25})
    (one / "privacy_report.html").unlink()
    found = compare(one, other)
    assert found["published"]["users"] == [20, 25]
    assert f"{one}: it has no privacy report" in table(found)


def test_the_exit_code_says_whether_they_differ(trees, capsys, tmp_path):
    one, twin, other = trees("one"), trees("twin"), trees("other", {"users": 21})
    assert main(["diff", str(one), str(twin)]) == 0
    assert "the same, to the byte" in capsys.readouterr().out
    assert main(["diff", str(one), str(other), "--json"]) == 1
    assert orjson.loads(capsys.readouterr().out) == compare(one, other)
    assert main(["diff", str(one), str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "no tree that llm-assets published" in told.err


def test_the_report_is_read_from_the_command_line(trees, capsys, tmp_path):
    tree = trees("one")
    assert main(["report", str(tree)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == str(tree / "privacy_report.html")
    assert "attacker_B: 0.131" in lines
    assert main(["report", str(tree), "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)["intruder"]["attackers"][1]["linked"] == 0.131
    (tree / "privacy_report.html").write_text("<p>something else</p>")
    assert main(["report", str(tree)]) == 1
    assert "no privacy report that can be read" in capsys.readouterr().err
    assert main(["report", str(tmp_path)]) == 1
