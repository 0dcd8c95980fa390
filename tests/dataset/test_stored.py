"""Sources that lie in an object store, on a real S3 server; and columns whose values stand in the names of folders."""

import bz2
import gzip
import io
import lzma

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from llm_assets.dataset.sources import find_files, versions_of
from llm_assets.errors import ConfigError, DatasetError
from llm_assets.settings.content_model import Content
from llm_assets.settings.model import Dataset
from llm_assets.stores.opening import open_store
from llm_assets.stores.urls import StoreUrl

from .conftest import EVENTS, USERS, as_csv, as_json, as_jsonl, as_parquet


@pytest.fixture
def put(bucket):
    store = open_store(StoreUrl("s3", bucket))

    def write(objects):
        for key, data in objects.items():
            if key.endswith("/"):
                store._call("put_object", Key=key, Body=data)
            else:
                store.put(key, data)

    return write


def dataset(users, events="e.jsonl"):
    return Dataset.model_validate(
        {"users": {"source": users, "id": "user_id"}, "interactions": {"source": events, "user": "user_id"}}
    )


MIXED = {
    "in/users/1.csv": as_csv(USERS[:1]),
    "in/users/2.jsonl.gz": gzip.compress(as_jsonl(USERS[1:2])),
    "in/users/deep/3.parquet": as_parquet(USERS[2:]),
    "in/users/_SUCCESS": b"",
    "in/users/": b"",  # what a console makes for a folder
    "in/events.json.zst": zstandard.compress(as_json(EVENTS[:2])),
    "in/events-2.csv.bz2": bz2.compress(as_csv(EVENTS[2:3])),
    "in/events-3.csv.xz": lzma.compress(as_csv(EVENTS[3:])),
}


def test_folders_and_globs_give_the_same_rows_as_on_a_disk(build, bucket, put):
    put(MIXED)
    here = build()
    there = build(users=None, events=None, sources=(f"s3://{bucket}/in/users", f"s3://{bucket}/in/events*"))
    assert there.rows("users") == here.rows("users")
    assert {row["col:body"] for row in there.rows("interactions")} == {row["col:body"] for row in here.rows("interactions")}
    assert there.report["interactions"]["kept"] == here.report["interactions"]["kept"]


def test_names_are_those_below_the_folder(bucket, put, tmp_path):
    put(MIXED)
    names = [file.name for file in find_files(f"s3://{bucket}/in/users", tmp_path, "users")]
    assert names == ["1.csv", "2.jsonl.gz", "deep/3.parquet"]
    assert [file.name for file in find_files(f"s3://{bucket}/in/users/1.csv", tmp_path, "users")] == ["1.csv"]
    assert [file.name for file in find_files(f"s3://{bucket}/in/**/*.parquet", tmp_path, "users")] == ["users/deep/3.parquet"]


def test_a_new_object_and_a_changed_one_make_another_version(bucket, put, tmp_path):
    (tmp_path / "e.jsonl").touch()
    put({"in/1.csv": b"user_id\n1\n"})
    source = dataset(f"s3://{bucket}/in/*.csv")
    first = versions_of(source, tmp_path)
    assert versions_of(source, tmp_path) == first
    put({"in/1.csv": b"user_id\n2\n"})  # of the same size
    second = versions_of(source, tmp_path)
    assert second != first
    put({"in/2.csv": b"user_id\n1\n"})
    assert len(versions_of(source, tmp_path)) == len(first) + 1


@pytest.mark.parametrize(
    ("below", "message"),
    [
        ("nowhere/x.csv", "no such object"),
        ("in/*.tsv", "no object fits the glob"),
        ("in/notes.txt", "notes.txt is of no known kind"),
    ],
)
def test_a_wrong_url_is_told(bucket, put, tmp_path, below, message):
    put({"in/notes.txt": b"x"})
    with pytest.raises(DatasetError, match=message):
        find_files(f"s3://{bucket}/{below}", tmp_path, "users")


def test_credentials_in_a_url_are_refused(tmp_path):
    with pytest.raises(ConfigError, match="holds credentials") as told:
        find_files("s3://key:topsecret@bucket/x.csv", tmp_path, "users")
    assert "topsecret" not in str(told.value)


def test_no_right_is_told_without_the_words_of_the_store(bucket, put, s3, build):
    put({"in/1.csv": as_csv(USERS)})
    s3.fault = lambda request: "403"
    with pytest.raises(DatasetError, match="the source cannot be read: the store denies access"):
        build(users=None, sources=(f"s3://{bucket}/in/1.csv", None))


@pytest.mark.parametrize("packed", [bz2.compress, lzma.compress])
def test_what_is_truncated_is_never_taken_for_the_whole(build, packed, tmp_path):
    ending = ".csv.bz2" if packed is bz2.compress else ".csv.xz"
    rows = [{**USERS[0], "user_id": str(number)} for number in range(5000)]
    with pytest.raises(DatasetError, match="cannot be read: it is damaged or truncated"):
        build(users=packed(as_csv(rows))[:-40], suffix=(ending, ".jsonl"))


def parts(folder, write):
    """A table of three partitions, laid out as Spark does."""
    rows = {"c%20o": ("ES", USERS[:1]), "": (None, USERS[1:2]), "x": ("01", USERS[2:])}
    for _, (zip_, users) in rows.items():
        name = f"{folder}/zip={'__HIVE_DEFAULT_PARTITION__' if zip_ is None else zip_}/part-0.parquet"
        write(name, as_parquet([{key: value for key, value in user.items() if key != "zip"} for user in users]))


def test_folders_tell_the_values_of_columns(build, tmp_path):
    def write(name, data):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(data)

    parts("table", write)
    built = build(users=None, sources=("table", None))
    zips = {row["id"]: row["col:zip"] for row in built.rows("users")}
    assert zips == {USERS[0]["user_id"]: "ES", USERS[1]["user_id"]: None, USERS[2]["user_id"]: "01"}
    assert built.report["dropped_columns"]["users"] == ["note"]


def test_the_same_on_a_store_with_csv_and_a_key_in_the_folders(build, bucket, put):
    put({f"t/day=1/user_id={number}%2F%20/e.csv": b"at,thread,body,to\n,,hello,\n" for number in (7, 8)})
    users = [{**USERS[0], "user_id": "7/ "}, {**USERS[1], "user_id": "8/ "}]
    built = build(users=users, sources=(None, f"s3://{bucket}/t/**/*.csv"), events=None)
    assert built.report["interactions"]["kept"] == 2
    assert built.report["dropped_columns"]["interactions"] == ["day"]


def test_rows_in_quarantine_show_what_their_folders_say(build, bucket, put):
    put({"t/thread=a/e.jsonl": b'{"user_id": "nobody", "body": "x", "at": null, "to": null}\n'})
    built = build(events=None, sources=(None, f"s3://{bucket}/t"))
    (row,) = built.quarantine()
    assert row["data"]["thread"] == "a"


@pytest.mark.slow
def test_a_large_object_is_streamed_whatever_breaks_on_the_way(build, bucket, put, s3):
    """Some megabytes a request, requests that fail among them, and every row comes once."""
    rows = 300_000
    nothing = pa.nulls(rows, pa.string())
    columns = {"user_id": ["7"] * rows, "at": nothing, "thread": [str(n) for n in range(rows)], "to": nothing}
    table = pa.table({**columns, "body": [f"{n:x}" * 20 for n in range(rows)]})
    out = io.BytesIO()
    pq.write_table(table, out, compression="none", use_dictionary=False, row_group_size=20_000)
    line = as_jsonl([{**EVENTS[0], "thread": "THREAD", "body": "x" * 60}])
    lines = b"".join(line.replace(b"THREAD", b"%d" % n) for n in range(rows))
    put({"big.parquet": out.getvalue(), "big.jsonl": lines})
    asked = []

    def now_and_then(request):
        if request.method == "GET" and request.headers.get("Range"):
            asked.append(request.headers["Range"])
            return {1: "500", 4: "reset", 7: "503"}.get(len(asked) % 10)
        return None

    s3.fault = now_and_then
    for name in ("big.parquet", "big.jsonl"):
        built = build(
            events=None, sources=(None, f"s3://{bucket}/{name}"), chosen=Content.model_validate({"max_history_bytes": 10**9})
        )
        assert built.report["interactions"]["kept"] == rows
    sizes = [int(last) - int(first) for first, last in (each.removeprefix("bytes=").split("-") for each in asked)]
    assert max(sizes) < 30_000_000
    assert len(asked) > 8
