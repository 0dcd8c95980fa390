"""A prefix of an object store as output_dir, on a real S3 server: what stands there is one whole tree, whatever fails."""

import hashlib
import threading

import orjson
import pytest

from llm_assets import read_interactions, read_profiles
from llm_assets.errors import ConfigError, OutputError, PrivacyViolation
from llm_assets.stores import attempts, connection, lease
from llm_assets.stores.opening import open_store
from llm_assets.stores.trees import find_tree
from llm_assets.stores.urls import store_url
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.build import output_tree
from llm_assets.tree.diff.compare import compare
from llm_assets.tree.verify import verify

from .conftest import SAFE, Bench, passing_scan, pseudonyms


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Retries without their waits."""
    monkeypatch.setattr(attempts, "_FIRST_WAIT", 0.001)
    monkeypatch.setattr(attempts, "_LONGEST_WAIT", 0.01)


@pytest.fixture
def url(bucket):
    return f"s3://{bucket}/team/output"


@pytest.fixture
def store(url):
    return open_store(store_url(url))


@pytest.fixture
def publish(bench, url):
    def go(seed="", users=4, scan=passing_scan, say=lambda line: None, report=None, bench=bench, dataset="support", **output):
        report = report or bench.report(users=users, seed=seed)
        return output_tree(
            bench.settings(**{"output_dir": url, **output}),
            work=bench.work,
            documents_report=report,
            facts=bench.facts(report, dataset=dataset),
            scan=scan,
            evidence=SAFE,
            processes=1,
            say=say,
        )

    return go


@pytest.fixture
def other(tmp_path):
    """The bench of another machine: its own work folder, the same store."""
    (tmp_path / "other").mkdir()
    return Bench(tmp_path / "other")


def current(store):
    return orjson.loads(store.read("current.json")[0])


def objects(store):
    return {each.key: each.size for each in store.walk()}


def assert_whole(store):
    """The version that is published has every file of its SHA256SUMS with its hash, and no other."""
    folder = current(store)["path"]
    read = {each.key.removeprefix(f"{folder}/"): store.read(each.key)[0] for each in store.walk(folder)}
    sums = dict(reversed(line.split("  ")) for line in read.pop("SHA256SUMS").decode().splitlines())
    assert {path: hashlib.sha256(body).hexdigest() for path, body in read.items()} == sums


def test_the_tree_lies_under_its_version_and_one_object_names_it(publish, store, url, bench):
    *_, tree = publish()
    assert (tree.where, str(tree.path)) == (url, f"{url}/versions/{tree.version}")
    assert_whole(store)
    listed = objects(store)
    assert {key.split("/")[0] for key in listed} == {"versions", "current.json"}
    assert len(listed) == tree.files + 1
    assert sum(listed.values()) == tree.bytes + listed["current.json"]
    now = current(store)
    assert (now["version"], now["files"], now["previous"]) == (tree.version, tree.files, [])
    assert not bench.work.outgoing.exists()  # what was staged is gone


def test_the_bytes_are_those_of_a_tree_on_disk(publish, store, bench, snapshot):
    *_, tree = publish()
    report = bench.report(users=4)
    list(output_tree(bench.settings(), work=bench.work, documents_report=report, facts=bench.facts(report), scan=passing_scan,
                     evidence=SAFE, processes=1, say=lambda line: None))  # fmt: skip
    here = snapshot(bench.output)
    there = {each.key.removeprefix(f"versions/{tree.version}/"): store.read(each.key)[0] for each in store.walk("versions")}
    assert there == here


@pytest.mark.slow
def test_old_versions_stay_as_many_as_are_kept_and_current_json_names_them(publish, store):
    versions = [list(publish(seed=str(number), keep_versions=2))[-1].version for number in range(4)]
    assert current(store)["version"] == versions[-1]
    assert current(store)["previous"] == versions[2:0:-1]
    assert {each.key.rpartition("/")[2] for each in store.list("versions")} == set(versions[1:])
    list(publish(seed="1", keep_versions=1))  # an old tree comes back
    assert current(store)["previous"] == versions[3:]
    assert_whole(store)


@pytest.mark.slow
def test_what_is_there_already_is_not_sent_again(publish, store, s3):
    list(publish())
    s3.calm()
    list(publish())
    assert s3.writes("versions/") == []
    said = []
    list(publish(seed="x", say=said.append))
    assert any("objects uploaded, 0 copied on the store, 0 were there" in line for line in said)


@pytest.mark.slow
def test_large_files_that_did_not_change_are_copied_by_the_store(publish, store, s3, bench):
    names = pseudonyms(200)
    list(publish(report=bench.report(names=names, text="x" * 3000, formats=("jsonl",)), records_per_file=100))
    said = []
    s3.calm()
    # The last user goes: the files of records before stay as they are, the last one is another.
    names = names[:-1]
    report = bench.report(names=names, text="x" * 3000, formats=("jsonl",))
    list(publish(report=report, say=said.append, records_per_file=100))
    (line,) = [line for line in said if "copied on the store" in line]
    assert " 0 copied" not in line
    assert any("x-amz-copy-source" in {name.lower() for name in each.headers} for each in s3.writes("profiles-00000"))
    assert_whole(store)


@pytest.mark.slow
def test_readers_follow_current_json(publish, url, store):
    *_, first = publish()
    assert len(read_profiles(url)) == 4
    assert set(read_interactions(url)["user"]) == set(pseudonyms(4))
    list(publish(seed="2", users=5))
    assert len(read_profiles(url)) == 5
    assert len(read_profiles(f"{url}/versions/{first.version}")) == 4  # a version by its name
    difference = compare(find_tree(f"{url}/versions/{first.version}"), find_tree(url))
    assert difference["users"] == {"came": 5, "went": 4, "changed": 0, "same": 0}
    assert not difference["same"]
    assert verify(find_tree(url)).wrong == ()
    store.put(f"versions/{first.version}/llms.txt", b"x")
    assert verify(find_tree(f"{url}/versions/{first.version}")).wrong == ("llms.txt",)


@pytest.mark.slow
def test_a_copy_of_the_prefix_on_a_disk_is_read_in_the_same_way(publish, store, tmp_path):
    list(publish())
    for each in store.walk():
        path = tmp_path / "copy" / each.key
        path.parent.mkdir(parents=True, exist_ok=True)
        store.download(each.key, path)
    assert len(read_profiles(tmp_path / "copy")) == 4


def test_nothing_is_sent_when_a_check_fails(publish, store, bench):
    def scan(staged):
        return [CheckResult(each.name, each.name != "no_pii_patterns", "3 found") for each in passing_scan(staged)]

    with pytest.raises(PrivacyViolation):
        list(publish(scan=scan))
    assert objects(store) == {}
    assert not bench.work.outgoing.exists()


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["500", "503", "reset", "lost"])
def test_requests_that_fail_now_and_then_are_tried_again(publish, store, s3, fault):
    list(publish())
    failed = []

    def now_and_then(request):
        if request.number % 3 == 1 and len(failed) < 60:
            failed.append(request.method)
            return fault
        return None

    s3.fault = now_and_then
    list(publish(seed="2"))
    s3.calm()
    assert len(failed) > 10
    assert_whole(store)
    assert set(objects(store)) >= {"current.json"}
    assert "lock.json" not in objects(store)


@pytest.mark.slow
def test_a_store_that_goes_on_failing_is_told_in_one_line_and_the_old_tree_stands(publish, store, s3, url, monkeypatch):
    *_, old = publish()
    s3.fault = lambda request: "500" if request.method == "PUT" and "/profiles/" in request.key else None
    with pytest.raises(OutputError) as told:
        list(publish(seed="2"))
    s3.calm()
    text = str(told.value)
    assert "the store failed: the store answered with status 500, 8 times in a row" in text
    assert url in text
    assert "the published tree still stands" in text
    assert "secret" not in text
    assert current(store)["version"] == old.version
    assert_whole(store)
    *_, new = publish(seed="3")  # the next run removes what was left
    assert {each.key.rpartition("/")[2] for each in store.list("versions")} == {old.version, new.version}


def test_no_right_is_told_at_once(publish, s3):
    s3.fault = lambda request: "403" if request.method == "PUT" else None
    with pytest.raises(OutputError, match="the store failed: the store denies access"):
        list(publish())
    assert len(s3.writes()) == 1


def test_a_bucket_that_is_not_there_is_told(publish):
    with pytest.raises(OutputError, match="the store failed: there is no such bucket"):
        list(publish(output_dir="s3://no-such-bucket-1/x"))


@pytest.mark.parametrize(
    "keys",
    [
        ["notes.txt"],  # somebody's files
        ["versions/1.0/app.zip"],  # somebody's own versions
        ["current.json"],  # of another program
    ],
)
def test_objects_of_others_are_refused_and_left_alone(publish, store, keys):
    for key in keys:
        store.put(key, b'{"version": "1"}')
    with pytest.raises(ConfigError, match="did not write"):
        list(publish())
    assert list(objects(store)) == keys


@pytest.mark.slow
def test_the_tree_of_another_dataset_is_not_replaced(publish, store):
    list(publish())
    before = objects(store)
    with pytest.raises(ConfigError, match="the tree of another dataset stands in output_dir: support, and not shop"):
        list(publish(dataset="shop"))
    assert objects(store) == before


def test_objects_of_others_beside_a_tree_of_ours_are_left_alone(publish, store):
    list(publish())
    store.put("notes.txt", b"mine")
    store.put("versions/archive/old.txt", b"mine")
    list(publish(seed="2", keep_versions=0))
    assert {"notes.txt", "versions/archive/old.txt"} < set(objects(store))


def test_of_two_publishers_one_is_refused_at_once(publish, store, other):
    run = publish()
    next(run)  # holds the lock while it audits
    with pytest.raises(OutputError, match="another run is publishing there"):
        list(publish(bench=other))
    *_, tree = run
    assert current(store)["version"] == tree.version


@pytest.mark.slow
def test_a_publisher_that_lost_its_lock_does_not_win_silently(publish, store, other):
    """A machine that slept for an hour: in the meantime another run took the lock, published, and went."""
    late = publish()
    next(late)
    store.remove(["lock.json"])
    *_, tree = publish(seed="2", bench=other)
    with pytest.raises(OutputError, match="gave no sign of life"):
        list(late)
    assert current(store)["version"] == tree.version
    assert_whole(store)


@pytest.mark.slow
def test_the_store_itself_refuses_a_name_that_changed_since_it_was_read(publish, store, monkeypatch):
    list(publish())
    late = publish(seed="2")
    next(late)

    def confirm(self):  # the lock holds, and yet somebody writes
        store.put("current.json", orjson.dumps({**current(store), "previous": ["0" * 16]}))

    monkeypatch.setattr(lease.Lease, "confirm", confirm)
    with pytest.raises(OutputError, match="has published there in the meantime"):
        list(late)


@pytest.mark.slow
def test_the_rate_is_held_as_the_server_sees_it(publish, s3):
    list(publish(users=40, rate_limiting={"requests_per_second": 60, "max_concurrent": 4}))
    moments = sorted(each.at for each in s3.writes("versions/"))
    assert len(moments) > 45
    most = max(sum(start <= at < start + 0.5 for at in moments) for start in moments)
    assert most <= 0.5 * 60 + 0.1 * 60 + 1
    assert len(moments) / (moments[-1] - moments[0]) > 40


@pytest.mark.slow
def test_no_more_requests_at_a_time_than_are_allowed(publish, s3):
    at_work, most, lock = [0], [0], threading.Lock()

    def slow(request):
        if "/profiles/" in request.key and request.method == "PUT":
            with lock:
                at_work[0] += 1
                most[0] = max(most[0], at_work[0])
            threading.Event().wait(0.02)
            with lock:
                at_work[0] -= 1
        return

    s3.fault = slow
    list(publish(users=30, rate_limiting={"max_concurrent": 3}))
    assert 2 <= most[0] <= 3


@pytest.mark.slow
def test_requests_that_take_too_long_are_tried_again(publish, store, s3, monkeypatch):
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 1)
    slowed = []

    def slow(request):
        if request.method == "PUT" and "/profiles/" in request.key and len(slowed) < 3:
            slowed.append(request.key)
            return "slow 3"
        return None

    s3.fault = slow
    list(publish())
    assert len(slowed) == 3
    assert_whole(store)


def test_credentials_are_asked_of_the_environment_and_their_lack_is_told(publish, s3, monkeypatch):
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()  # which keeps the credentials of the tests before
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    with pytest.raises(OutputError, match="no credentials for the store were found in the environment"):
        list(publish())
    s3fs.S3FileSystem.clear_instance_cache()
