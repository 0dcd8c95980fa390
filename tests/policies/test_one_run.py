"""`gdpr-assessed`: a key for one run, destroyed once the tree is published; and the attackers A and B at the gate."""

from pathlib import Path

import pytest

from llm_assets.erase import erase
from llm_assets.errors import ConfigError, PrivacyViolation
from llm_assets.pipeline import Pipeline
from llm_assets.privacy.evidence import read_evidence
from llm_assets.settings import parse_settings
from llm_assets.settings.load import find_settings
from tests.policies import search
from tests.policies.clinic import write_clinic


def _job(source: Path, folder: Path, *, times: bool = False) -> Pipeline:
    path = write_clinic(source / "users_events" / "synthea_small", folder, "gdpr-assessed")
    text = path.read_text()
    if not times:
        # Without times four encounters of a patient fit enough others that B stays below its limit of 1/k.
        text = text.replace('START = "timestamp"', 'START = "drop"')
    path.write_text(text)
    there = find_settings(environ={"LLM_ASSETS_CONFIG": str(path)})
    return Pipeline(parse_settings(there.values, root=there.root, origin=there.origin))


def _run(job: Pipeline) -> None:
    job.raw(), job.safe(), job.documents(), list(job.tree())


def _codes(tree: Path) -> set[str]:
    events = search.records(tree, "interactions")
    return {event[name] for event in events for name in ("user", "conversation")}


def _tags(tree: Path) -> set[str]:
    form = search.FORMS["tag with a code"]
    return {match for _, text in search.data_files(tree) for match in search.re.findall(form, text)}


def test_two_runs_share_no_pseudonym_and_no_tag_and_leave_no_key(shared_data: Path, tmp_path: Path) -> None:
    job = _job(shared_data, tmp_path / "clinic")
    _run(job)
    tree = tmp_path / "clinic" / "output"
    first, tags = _codes(tree), _tags(tree)
    assert len(tags) > 20
    _run(_job(shared_data, tmp_path / "clinic"))
    assert not first & _codes(tree)
    # Eight letters: by chance two of a few hundred are equal once in millions of runs.
    assert not {tag.partition(":")[2] for tag in tags} & {tag.partition(":")[2] for tag in _tags(tree)}
    names = [path.name for path in (tmp_path / "clinic").rglob("*") if path.is_file()]
    assert not [name for name in names if "key" in name or "vault" in name]
    assert not (tmp_path / "clinic" / "apart").exists()
    assert not (tmp_path / "clinic" / ".llm_assets" / "clinic" / "raw").exists()


def test_the_key_is_overwritten_and_gone_and_later_stages_say_so(shared_data: Path, tmp_path: Path) -> None:
    job = _job(shared_data, tmp_path / "clinic")
    job.raw()
    key = job.work.run_key
    assert key.stat().st_mode & 0o777 == 0o600
    secret = key.read_bytes().strip()
    job.safe()
    policy = read_evidence(job.work.stage("safe"))["policy"]
    assert (policy["vault"], policy["key_destroyed"], policy["key_id"]) == (False, True, job.key.id)
    job.documents(), list(job.tree())
    left = [path for path in (tmp_path / "clinic").rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert left == []
    # As a process that begins with output_tree: `dagster asset materialize --select output_tree`.
    alone = Pipeline(job.settings)
    with pytest.raises(ConfigError, match="there is no key of this run") as caught:
        list(alone.tree())
    assert "Materialize all assets again" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (tmp_path / "clinic" / "output" / "README.md").exists()


def test_b_forbids_the_publication_and_the_next_run_has_another_key(shared_data: Path, tmp_path: Path) -> None:
    job = _job(shared_data, tmp_path / "clinic", times=True)
    with pytest.raises(PrivacyViolation, match=r"motivated_intruder failed: Attacker B, .* links"):
        _run(job)
    assert not (tmp_path / "clinic" / "output").exists()
    left = job.key.id
    again = _job(shared_data, tmp_path / "clinic")
    again.raw()
    assert again.key.id != left


@pytest.mark.slow
def test_a_person_is_erased_where_each_run_has_its_own_key(shared_data: Path, tmp_path: Path) -> None:
    job = _job(shared_data, tmp_path / "clinic")
    _run(job)
    gone = search.rows(tmp_path / "clinic" / "patients.csv")[0]["Id"]
    receipt = erase(job.settings, [gone]).receipt
    assert receipt is not None
    assert (receipt["users_removed"], receipt["vault_entries_removed"]) == (1, None)
    assert not job.work.run_key.exists()
    assert len(search.records(tmp_path / "clinic" / "output", "profiles")) == 26
