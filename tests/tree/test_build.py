import time

import pytest

from llm_assets.errors import ConfigError, OutputError, PrivacyViolation
from llm_assets.sample import sample_dataset
from llm_assets.settings.model import Settings
from llm_assets.tree import build
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.build import PublishedTree, output_tree, source_paths
from llm_assets.tree.files import MTIME_NS

from .conftest import SAFE, passing_scan


@pytest.fixture
def run(bench):
    def go(report=None, scan=passing_scan, settings=None, facts=None, processes=1, evidence=SAFE):
        report = report or bench.report()
        return output_tree(
            settings or bench.settings(),
            work=bench.work,
            documents_report=report,
            facts=facts or bench.facts(report),
            scan=scan,
            evidence=evidence,
            processes=processes,
            say=lambda line: None,
        )

    return go


def test_checks_come_first_and_the_tree_at_last(bench, run, snapshot):
    *checks, tree = run()
    assert [each.name for each in checks] == [
        "matches_manifest", "every_user_published", "no_known_identifiers", "no_pii_patterns", "no_reversible_ids",
        "canaries_removed", "splits_disjoint", "motivated_intruder",
    ]  # fmt: skip
    assert isinstance(tree, PublishedTree)
    found = snapshot(bench.output)
    assert (tree.path, tree.files, tree.bytes) == (bench.output, len(found), sum(map(len, found.values())))
    assert (tree.users, tree.interactions, tree.warnings) == (20, 40, ())
    assert {path.name for path in (bench.folder / ".output.versions").iterdir()} == {".lock"}
    assert all(path.stat().st_mtime_ns == MTIME_NS for path in [bench.output, *bench.output.rglob("*")])


def test_the_checks_are_made_before_anything_stands_in_the_output(bench, run):
    for result in run():
        assert bench.output.exists() is isinstance(result, PublishedTree)


@pytest.mark.parametrize("name", ["no_known_identifiers", "no_pii_patterns", "no_reversible_ids", "canaries_removed"])
def test_a_leak_publishes_nothing_and_is_told_after_all_checks(bench, run, snapshot, name):
    list(run())
    before = snapshot(bench.output)

    def scan(staged):
        return [CheckResult(each.name, each.name != name, "3 found", {"found": 3}) for each in passing_scan(staged)]

    seen: list = []
    with pytest.raises(PrivacyViolation, match=f"{name} failed: 3 found"):
        seen.extend(run(bench.report(text="new"), scan))
    assert len(seen) == 8
    assert snapshot(bench.output) == before
    assert {path.name for path in (bench.folder / ".output.versions").iterdir()} == {".lock"}


def test_a_scan_that_forgets_a_check_publishes_nothing(bench, run):
    with pytest.raises(PrivacyViolation, match="no_reversible_ids was not made"):
        list(run(scan=lambda staged: passing_scan(staged)[:2]))
    assert not bench.output.exists()


def test_accounts_that_do_not_close_publish_nothing(bench, run):
    facts = bench.facts(bench.report(users=21))
    with pytest.raises(OutputError, match="do not close"):
        list(run(facts=facts))
    assert not bench.output.exists()


def test_a_broken_file_publishes_nothing(bench, run, monkeypatch):
    """A disk that loses a write: staging noted the right hash, the file holds something else."""
    real = build.stage_tree

    def losing(*args):
        staged = real(*args)
        (staged.root / "README.md").write_bytes(b"")
        return staged

    monkeypatch.setattr(build, "stage_tree", losing)
    with pytest.raises(OutputError, match=r"matches_manifest failed.*1 changed"):
        list(run())
    assert not bench.output.exists()


def test_a_run_that_is_abandoned_leaves_nothing(bench, run):
    generator = run()
    next(generator)
    assert (bench.folder / ".output.versions" / ".staging").exists()
    generator.close()
    assert {path.name for path in (bench.folder / ".output.versions").iterdir()} == {".lock"}
    assert not bench.output.exists()


def test_the_lock_is_held_from_the_first_file_to_the_exchange(bench, run):
    first = run()
    next(first)
    with pytest.raises(OutputError, match="another run is publishing"):
        next(run())
    assert isinstance(list(first)[-1], PublishedTree)
    list(run())


def test_leftovers_of_a_killed_run_are_removed(bench, run):
    versions = bench.folder / ".output.versions"
    for name in (".staging/profiles", ".entries", ".trash-0/x", ".publishing-abc", ".probe-1"):
        (versions / name).mkdir(parents=True)
    (versions / ".rate").write_bytes(b"x")
    (versions / ".link").symlink_to(".output.versions/gone")
    list(run())
    assert {path.name for path in versions.iterdir()} == {".lock"}


def test_a_refused_folder_is_not_touched(bench, run, snapshot):
    bench.output.mkdir()
    (bench.output / "thesis.tex").write_text("years of work")
    with pytest.raises(ConfigError, match="did not write"):
        list(run())
    assert snapshot(bench.output) == {"thesis.tex": b"years of work"}
    assert not (bench.folder / ".output.versions").exists()


def test_the_tree_of_another_dataset_is_not_replaced(bench, run, snapshot):
    """Two datasets with one output_dir took turns in it, and each run looked well. Nothing is lost with the sample's tree."""
    report = bench.report()
    list(run(facts=bench.facts(report, dataset=sample_dataset().name)))
    list(run())
    before = snapshot(bench.output)
    with pytest.raises(ConfigError, match="stands in output_dir: support, and not shop") as caught:
        list(run(facts=bench.facts(report, dataset="shop")))
    assert "\n" not in str(caught.value)
    with pytest.raises(ConfigError, match="stands in output_dir: support, and not sample"):
        list(run(facts=bench.facts(report, dataset="sample")))
    assert snapshot(bench.output) == before
    assert not (bench.folder / ".output.versions" / ".staging").exists()


def test_every_file_of_the_tree_takes_its_turn(bench, run):
    settings = bench.settings(rate_limiting={"requests_per_second": 100})
    started = time.monotonic()
    tree = list(run(settings=settings))[-1]
    seconds = time.monotonic() - started
    assert seconds > (tree.files - 1) / 100 * 0.95
    assert not (bench.folder / ".output.versions" / ".rate").exists()


def test_a_format_without_documents_names_the_asset_to_run(bench, run):
    report = bench.report(formats=("markdown",))
    with pytest.raises(OutputError, match=r"no format 'jsonl'.*formatted_documents"):
        list(run(report, facts=bench.facts(report, formats=("markdown", "jsonl"))))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("data/users.csv", "data/users.csv"),
        ("data/*.csv", "data"),
        ("data/20[12]/x.csv", "data"),
        ("s3://bucket/users.csv", None),
    ],
)
def test_sources_are_protected_up_to_their_first_wildcard(tmp_path, source, expected):
    table = {"source": source, "id": "id"}
    settings = Settings(root=tmp_path, dataset={"users": table, "interactions": {"source": "s3://b/e", "user": "id"}})
    assert source_paths(settings) == ([tmp_path / expected] if expected else [])


def test_the_bundled_sample_is_protected_as_well(tmp_path):
    (sample,) = source_paths(Settings(root=tmp_path))
    assert sample.name == "sample"


def _attacker(name, linked, gates):
    return {
        "name": name, "linked": linked, "low": linked, "high": linked, "guess": 0.05, "limit": 0.2, "people": 20,
        "gates": gates, "passed": linked <= 0.2,
    }  # fmt: skip


def test_an_attacker_that_gates_publishes_nothing_whatever_was_selected(bench, run, snapshot):
    list(run())
    before = snapshot(bench.output)
    evidence = {"intruder": {"attackers": [_attacker("A", 0.5, True), _attacker("B", 0.9, False)]}}
    with pytest.raises(PrivacyViolation, match=r"motivated_intruder failed: Attacker A links 50.0\xa0% of 20 people"):
        list(run(bench.report(text="new"), evidence=evidence))
    assert snapshot(bench.output) == before


def test_an_attacker_that_only_warns_is_told_and_lets_pass(run):
    *_, told, tree = run(evidence={"intruder": {"attackers": [_attacker("A", 0.1, True), _attacker("B", 0.9, False)]}})
    assert isinstance(tree, PublishedTree)
    assert told.passed
    assert told.summary.endswith(" Above the limit, and no reason to hold the tree back: B ([privacy.intruder] block).")
    assert (told.counts["A_linked"], told.counts["B_linked"], told.counts["B_limit"]) == (0.1, 0.9, 0.2)


def test_a_stage_that_measured_no_risk_publishes_nothing(bench, run):
    with pytest.raises(PrivacyViolation, match="The risk was not measured"):
        list(run(evidence={}))
    assert not bench.output.exists()
