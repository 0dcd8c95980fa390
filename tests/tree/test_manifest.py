import subprocess

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.errors import OutputError
from llm_assets.tree import manifest
from llm_assets.tree.files import Entry
from llm_assets.tree.manifest import check_counts, files_range, merged, read_entries, read_head, version_of


def test_manifest_has_the_keys_of_the_contract(bench):
    staged = bench.stage(bench.report())
    content = orjson.loads((staged.root / "manifest.json").read_bytes())
    files = content.pop("files")
    assert content == {
        "generator": "llm-assets",
        "format_version": "1",
        "dataset": "support",
        "version": staged.version,
        "level": "high",
        "formats": ["markdown", "jsonl"],
        "token_counter": "words",
        "tokens": {"jsonl": 140, "markdown": 100},
        "key_id": "k1",
        "settings_fingerprint": "s1",
        "users": 20,
        "interactions": 40,
        "counts": {
            "users": {"read": 21, "published": 20, "quarantined": 1, "suppressed": 2, "cut": 0, "erased": 0},
            "interactions": {"read": 43, "published": 40, "quarantined": 1, "suppressed": 0, "cut": 2, "erased": 0},
        },
    }
    by_path = {each["path"]: each for each in files}
    assert all(list(each) == ["path", "bytes", "sha256", "records", "tokens"] for each in files)
    profiles = [each for path, each in by_path.items() if path.startswith("profiles/")]
    assert all((each["records"], each["tokens"]) == (1, 5) for each in profiles)
    assert (by_path["data/interactions-00000-of-00005.jsonl"]["records"], by_path["README.md"]["records"]) == (9, 0)
    assert by_path["data/profiles-00000-of-00003.jsonl"]["tokens"] == 27


def test_sha256sum_accepts_the_sums_of_every_file_but_itself(bench, snapshot):
    root = bench.stage(bench.report()).root
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert {line.partition(": ")[0] for line in done.stdout.splitlines()} == set(snapshot(root)) - {"SHA256SUMS"}


@pytest.mark.parametrize("size", [1, 37, 1000, 10**9])
def test_ranges_of_a_manifest_hold_every_entry_once(bench, size):
    path = bench.stage(bench.report()).root / "manifest.json"
    start, end = files_range(path)
    whole = list(read_entries(path))
    parts = [entry for at in range(start, end, size) for entry in read_entries(path, at, min(at + size, end))]
    assert parts == whole
    assert len(whole) == len(orjson.loads(path.read_bytes())["files"])


def test_a_manifest_of_many_chunks_is_still_json(bench, monkeypatch):
    monkeypatch.setattr(manifest, "_CHUNK_BYTES", 50)
    path = bench.stage(bench.report()).root / "manifest.json"
    assert [each["path"] for each in orjson.loads(path.read_bytes())["files"]] == [e.path for e in read_entries(path)]


def test_head_is_read_without_the_list_and_after_someone_laid_it_out_anew(bench):
    path = bench.stage(bench.report()).root / "manifest.json"
    head = read_head(path)
    assert head["version"]
    assert "files" not in head
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes())))
    assert read_head(path) == head


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"generator": "vite"}', b'"llm-assets"', b'{"files": []}'])
def test_a_manifest_of_something_else_is_not_ours(tmp_path, content):
    (tmp_path / "manifest.json").write_bytes(content)
    assert read_head(tmp_path / "manifest.json") is None
    assert read_head(tmp_path / "absent.json") is None


COUNTS = {"read": 10, "published": 6, "quarantined": 1, "suppressed": 5, "cut": 2, "erased": 1}


@pytest.mark.parametrize(
    ("users", "interactions", "closes"),
    [
        ({**COUNTS, "read": 8}, COUNTS, True),  # cut counts for interactions only
        (COUNTS, COUNTS, False),
        ({**COUNTS, "read": 8}, {**COUNTS, "read": 11}, False),  # one interaction vanished
        ({**COUNTS, "read": 9, "published": 7}, COUNTS, False),  # more published than staged
    ],
)
def test_accounts_must_close(users, interactions, closes):
    counts = {"users": users, "interactions": interactions}
    if closes:
        check_counts(counts, 6, 6)
    else:
        with pytest.raises(OutputError, match="do not close"):
            check_counts(counts, 6, 6)


@given(st.sets(st.text("abz./-_019", min_size=1, max_size=8)), st.integers(1, 4))
def test_merge_gives_the_order_of_paths_whatever_the_groups(tmp_path_factory, paths, groups):
    folder = tmp_path_factory.mktemp("entries")
    files = []
    for number in range(groups):
        entries = [Entry(path, 1, "0" * 64, 1, 1) for path in sorted(paths)[number::groups]]
        half = len(entries) // 2
        files.append([folder / f"{number}-0", folder / f"{number}-1"])
        for file, part in zip(files[-1], (entries[:half], entries[half:]), strict=True):
            file.write_bytes(b"".join(entry.line() + b"\n" for entry in part))
    found = list(merged(files))
    assert [entry.path for entry in found] == sorted(paths)
    assert version_of(found, "k", "s") == version_of((Entry(p, 9, "0" * 64, 9, 9) for p in sorted(paths)), "k", "s")


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"path": "a"}', b"null"])
def test_what_is_no_entry_is_a_value_error(line):
    with pytest.raises(ValueError):
        Entry.of(line)
