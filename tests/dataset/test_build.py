"""The stage as a whole: formats agree, accounts reconcile, shards do not depend on their size."""

import json
import stat
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm_assets.dataset import build_raw
from llm_assets.errors import DatasetError, OutputError
from llm_assets.settings.model import Dataset
from llm_assets.work import WorkDir

from .conftest import COLUMNS, EVENTS, FORMATS, PACKERS, USERS, as_csv, as_jsonl, as_parquet, pseudonym


def test_the_stage_holds_what_the_contract_says(build):
    built = build()
    order = sorted((pseudonym(user["user_id"]), user) for user in USERS)
    ordinals = {user["user_id"]: i for i, (_, user) in enumerate(order)}
    assert built.rows("users") == [
        {
            "ordinal": i,
            "pseudonym": name,
            "id": user["user_id"],
            "col:name": [user["name"]],
            "col:email": [user["email"]] if user["email"] else [],
            "col:zip": user["zip"],
        }
        for i, (name, user) in enumerate(order)
    ]
    ann, bo, zoe = (ordinals[user["user_id"]] for user in USERS)
    rows = {row["row"]: row for row in built.rows("interactions")}
    assert [rows[i]["sequence"] for i in range(4)] == [1, 0, 0, 0]
    assert [rows[i]["timestamp"] for i in range(4)] == [1714737600, 1714734000, 1714737600, None]
    assert [rows[i]["conversation"] for i in range(4)] == ["t1", "t1", None, "t2"]
    assert [rows[i]["participants"] for i in range(4)] == [sorted([ann, zoe]), sorted([bo, zoe]), [], []]
    assert rows[1]["col:body"] == EVENTS[1]["body"]
    assert set(rows[0]) == {
        "ordinal", "pseudonym", "row", "conversation", "sequence", "participants", "timestamp", "col:body", "col:to",
        "before:body",
    }  # fmt: skip
    assert [rows[i]["before:body"] for i in range(4)] == [EVENTS[1]["body"], None, None, None]
    assert [(row["ordinal"], row["row"]) for row in built.rows("interactions")] == sorted(
        ((ordinals[e["user_id"]], i) for i, e in enumerate(EVENTS)),
        key=lambda pair: (pair[0], rows[pair[1]]["timestamp"] or 1 << 60, pair[1]),
    )
    assert built.report["dropped_columns"] == {"users": ["note"], "interactions": []}
    assert built.table("users").schema.field("ordinal").type == pa.uint32()
    assert built.table("interactions").schema.field("participants").type == pa.list_(pa.uint32())
    assert built.report == built.work.report("raw", expect="f")


def test_values_are_the_direct_identifiers_of_both_tables_once(build):
    columns = {**COLUMNS, "interactions": {**COLUMNS["interactions"], "to": {"role": "direct", "entity": "EMAIL"}}}
    events = [{**event, "to": "x@example.org"} for event in EVENTS]
    values = build(events=events, columns=columns).values()
    assert values == sorted(values, key=lambda v: (v["ordinal"], v["column"], v["value"]))
    found = [(v["entity"], v["column"], v["value"]) for v in values]
    assert sorted(found) == sorted(
        [("ID", "users.id", u["user_id"]) for u in USERS]
        + [("PERSON", "users.name", u["name"]) for u in USERS]
        + [("EMAIL", "users.email", u["email"]) for u in USERS if u["email"]]
        + [("EMAIL", "interactions.to", "x@example.org")] * 2
    )


def test_the_id_is_named_after_its_kind_not_after_its_column(build):
    """`values.parquet` calls the id column `users.id` whatever the source calls it: the reader looks for that name."""
    assert {v["column"] for v in build().values() if v["entity"] == "ID"} == {"users.id"}


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_and_compression_gives_the_same_shards(build, ending, packer):
    expected = build()
    made = {kind: PACKERS[packer](FORMATS[ending](rows)) for kind, rows in (("users", USERS), ("events", EVENTS))}
    built = build(made["users"], made["events"], suffix=(ending + packer, ending + packer))
    for name in ("users", "interactions"):
        assert built.table(name).equals(expected.table(name))
    assert built.values() == expected.values()
    assert not built.quarantine()


def test_a_frame_stands_in_for_a_source(build):
    expected = build()
    frames = {"users": pd.DataFrame(USERS), "interactions": pd.DataFrame(EVENTS)}
    built = build(users=None, events=None, suffix=(".none", ".none"), frames=frames)
    for name in ("users", "interactions"):
        assert built.table(name).equals(expected.table(name))
    bodies = ["half \ud800", *(event["body"] for event in EVENTS[1:])]
    frames["interactions"]["body"] = pd.Series(bodies, dtype=object)
    built = build(users=None, events=None, suffix=(".none", ".none"), frames=frames)
    assert built.rejected() == [("interactions", 1, "half_character")]
    assert built.report["interactions"]["kept"] == len(EVENTS) - 1


@pytest.mark.parametrize("shard_bytes", [100, 5_000])
def test_shards_only_cut_the_order(build, shard_bytes):
    users = [{"user_id": str(i), "name": f"n{i}", "email": None, "zip": "1"} for i in range(60)]
    events = [
        {
            "user_id": str(i * i % 60),
            "at": str(1_700_000_000 + i % 7),
            "thread": f"t{i % 40}",
            "body": "x" * (i % 50),
            "to": None,
        }
        for i in range(300)
    ]
    whole = build(users, events)
    assert whole.report["shards"] == 1
    cut = build(users, events, shard_bytes=shard_bytes)
    assert 1 < cut.report["shards"] <= 60
    for name in ("users", "interactions"):
        assert cut.table(name).combine_chunks().equals(whole.table(name).combine_chunks())
        assert sum(cut.report[f"{name}_per_shard"]) == cut.report[name]["kept"]
    assert min(cut.report["users_per_shard"]) >= 1
    first = {row["ordinal"] for row in cut.rows("users")[: cut.report["users_per_shard"][0]]}
    rows = cut.rows("interactions")[: cut.report["interactions_per_shard"][0]]
    assert {row["ordinal"] for row in rows} <= first


def test_each_bad_row_is_quarantined_with_its_reason_and_line(build):
    users = b'user_id,name,email,zip\n1,"A\nB",,\n,no id,,\n2,short\n1,again,,\n3,\xff,,\n4,ok,,\n5,"open,,\n6,last,,\n'
    events = b'{"user_id": 1}\nnot json\n\n[1]\n{"user_id": null}\n{"user_id": "9"}\n'
    events += b'{"user_id": 4, "at": 1, "thread": 2, "body": "", "to": "x"}\n'
    built = build(users, events)
    assert sorted(built.rejected()) == [
        ("interactions", 2, "malformed"),
        ("interactions", 4, "malformed"),
        ("interactions", 5, "no_id"),
        ("interactions", 6, "unknown_user"),
        ("users", 4, "no_id"),
        ("users", 5, "malformed"),
        ("users", 6, "duplicate_id"),
        ("users", 7, "malformed"),
        ("users", 9, "open_quote"),
    ]
    assert {row["id"] for row in built.rows("users")} == {"1", "4"}  # the last line may be a piece of the open cell above it
    assert built.report["users"] == {
        "read": 7,
        "kept": 2,
        "erased": 0,
        "quarantined": 5,
        "implied": 0,
        "reasons": {"duplicate_id": 1, "malformed": 2, "no_id": 1, "open_quote": 1},
    }
    assert built.report["interactions"]["kept"] == 2
    path = built.work.quarantine("raw_dataset")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    by_row = {(row["table"], row["row"]): row for row in built.quarantine()}
    assert by_row["users", 9]["data"] == '5,"open,,\n6,last,,\n'
    assert by_row["users", 7]["data"] == "3,\\xff,,\n"
    assert by_row["users", 6]["data"] == {"user_id": "1", "name": "again", "email": "", "zip": ""}
    assert by_row["interactions", 2]["data"] == "not json"


def test_unknown_users_are_made_when_asked_for(build):
    events = [{"user_id": i, "at": None, "thread": "t", "body": "b", "to": None} for i in ("7", "new", "new", "other", None)]
    built = build(events=events, unknown_users="keep")
    assert built.report["users"] == {"read": 5, "kept": 5, "erased": 0, "quarantined": 0, "implied": 2, "reasons": {}}
    assert built.report["interactions"]["reasons"] == {"no_id": 1}
    made = next(row for row in built.rows("users") if row["id"] == "new")
    assert (made["col:name"], made["col:zip"], made["pseudonym"]) == ([], None, pseudonym("new"))


def test_the_pseudonym_is_asked_for_once_a_user(tmp_path):
    (tmp_path / "u.jsonl").write_bytes(as_jsonl([{"i": 1}, {"i": 1}, {"i": 2}]))
    (tmp_path / "e.jsonl").write_bytes(as_jsonl([{"i": 1}, {"i": 3}, {"i": 3}]))
    asked = []
    dataset = Dataset.model_validate(
        {"users": {"source": "u.jsonl", "id": "i"}, "interactions": {"source": "e.jsonl", "user": "i", "unknown_users": "keep"}}
    )
    build_raw(
        dataset,
        root=tmp_path,
        work=WorkDir(tmp_path / "work"),
        pseudonym=lambda key: asked.append(key) or pseudonym(key),
        fingerprint="f",
        shard_bytes=10_000,
    )
    assert sorted(asked) == ["1", "2", "3"]


def test_a_crowded_conversation_keeps_its_most_active_users(build):
    """A thread of 10,000 users must not cost a list of 10,000 in each of its rows; who wrote most stays."""
    users = [{"user_id": str(i), "name": "", "email": "", "zip": ""} for i in range(400)]
    events = [{"user_id": str(i), "at": "1", "thread": "t", "body": "b", "to": None} for i in [*range(400), *range(390, 400)]]
    events[0]["to"] = "1"
    rows = build(users, events).rows("interactions")
    ordinals = {row["pseudonym"]: row["ordinal"] for row in rows}
    active = {ordinals[pseudonym(str(i))] for i in range(390, 400)}
    for row in rows:
        assert 255 <= len(row["participants"]) <= 257
        assert active - {row["ordinal"]} <= set(row["participants"])
        assert row["participants"] == sorted(set(row["participants"]) - {row["ordinal"]})
        assert row["row"] or ordinals[pseudonym("1")] in row["participants"]


def test_nothing_of_the_scratch_is_left_and_files_are_private(build):
    built = build()
    names = sorted(path.name for path in built.work.stage("raw").iterdir())
    assert names == ["interactions-00000.parquet", "report.json", "users-00000.parquet", "values.parquet"]
    for path in built.work.stage("raw").glob("*.parquet"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_build_leaves_the_old_stage(build):
    before = build().table("users")
    with pytest.raises(DatasetError):
        build(users=b"user_id,name,email\n1,a,b\n")
    assert build(users=as_csv(USERS)).table("users").equals(before)


def test_columns_that_differ_only_in_case_stay_apart(build):
    """DuckDB does not tell `Name` from `name`."""
    columns = {"users": {"a": "attribute", "A": "attribute"}, "interactions": {}}
    built = build([{"user_id": "1", "a": "x", "A": "y"}], [{"user_id": "1"}], columns=columns)
    assert (built.rows("users")[0]["col:a"], built.rows("users")[0]["col:A"]) == ("x", "y")


def test_names_with_quotes_reach_the_files(build):
    columns = {"users": {"it's": {"role": "direct"}}, "interactions": {}}
    built = build([{"user_id": "1", "it's": "x\0y"}], [{"user_id": "1"}], columns=columns)
    assert built.rows("users")[0]["col:it's"] == ["x\0y"]
    assert {v["column"]: v["value"] for v in built.values()} == {"users.id": "1", "users.it's": "x\0y"}


def test_a_full_disk_is_an_output_error(build, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("llm_assets.dataset.rows.pq.ParquetWriter", full)
    with pytest.raises(OutputError, match="No space left"):
        build()


def test_no_users_of_use_is_an_error_and_no_message_holds_a_cell(build):
    with pytest.raises(DatasetError, match="none of the 2 rows") as caught:
        build(users=b"user_id,name,email,zip\n,secret,,\n,secret,,\n")
    assert "secret" not in str(caught.value)


IDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    users=st.lists(st.tuples(st.booleans(), IDS, IDS), min_size=1, max_size=20),
    events=st.lists(st.tuples(st.booleans(), st.integers(0, 30), IDS), min_size=1, max_size=30),
)
def test_read_is_kept_plus_quarantined_and_kept_text_is_exact(build, users, events):
    columns = {"users": {"name": "attribute"}, "interactions": {"body": "text"}}
    users = [(False, "sure", "x"), *users]
    known: dict[str, str] = {}
    for broken, key, name in users:
        if not broken and key.strip():
            known.setdefault(key, name)
    lines = [json.dumps({"user_id": key, "name": name})[: -1 if broken else None] for broken, key, name in users]
    picked = [(broken, users[i % len(users)][1], body) for broken, i, body in events]
    events_csv = as_csv([{"user_id": "sure", "body": "q"}]) + b"".join(
        b"1,2,3\n" if broken else as_csv([{"user_id": key, "body": body}]).split(b"\n", 1)[1] for broken, key, body in picked
    )
    built = build("\n".join(lines).encode(), events_csv, columns=columns, suffix=(".jsonl", ".csv"), csv={"delimiter": ","})
    for name in ("users", "interactions"):
        account = built.report[name]
        assert account["read"] == account["kept"] + account["quarantined"] == account["kept"] + sum(account["reasons"].values())
    assert built.report["users"]["read"] == len(users)
    assert built.report["interactions"]["read"] == len(picked) + 1
    assert {row["id"]: row["col:name"] for row in built.rows("users")} == {key: name or None for key, name in known.items()}
    kept = [("sure", "q"), *((key, body) for broken, key, body in picked if not broken and key in known)]
    ids = {row["pseudonym"]: row["id"] for row in built.rows("users")}
    rows = sorted(built.rows("interactions"), key=lambda row: row["row"])
    assert [(ids[row["pseudonym"]], row["col:body"]) for row in rows] == [(key, body or None) for key, body in kept]


def test_a_public_forum_reconciles(shared_data: Path, tmp_path: Path):
    dataset = Dataset.model_validate(
        {
            "users": {
                "source": "users.csv",
                "id": "user_id",
                "columns": {
                    "display_name": {"role": "direct", "entity": "PERSON"},
                    "about_me_html": "html",
                    "created": "timestamp",
                },
            },
            "interactions": {
                "source": "events.jsonl",
                "user": "user_id",
                "columns": {"ts": "timestamp", "type": "kind", "text_html": "html", "parent": "conversation"},
            },
        }
    )
    work = WorkDir(tmp_path / "work")
    root = shared_data / "users_events" / "stackexchange_music_meta"
    report = build_raw(dataset, root=root, work=work, pseudonym=pseudonym, fingerprint="f", shard_bytes=1_000_000)
    assert (report["users"]["read"], report["users"]["kept"]) == (3033, 3033)
    assert (report["interactions"]["read"], report["interactions"]["quarantined"]) == (7585, 45)
    assert report["unreadable_timestamps"] == 0
    assert report["shards"] > 1


@pytest.mark.parametrize("packed", [as_parquet(USERS)[:-20], b"PAR1", b"", b"\x1f\x8b\x08"])
def test_a_damaged_parquet_file_is_a_dataset_error(build, packed):
    with pytest.raises(DatasetError):
        build(users=packed, suffix=(".parquet", ".jsonl"))
