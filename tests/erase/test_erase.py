"""Erasure, proved by a search of all files that shares no code with the package."""

import json
from pathlib import Path
from typing import Any

import pytest

from llm_assets.erase import erase
from llm_assets.errors import ConfigError, DatasetError, OutputError
from llm_assets.pipeline import Pipeline
from llm_assets.privacy.audit.leaks import LeakFinder
from llm_assets.privacy.audit.source import SourceValues
from llm_assets.privacy.evidence import read_evidence
from llm_assets.privacy.keys import read_key
from llm_assets.privacy.rotation import rotate
from llm_assets.privacy.vault.book import Vault
from tests.erase.conftest import FAR, GONE, NEAR, ODD, PEOPLE, Project, pseudonym, secrets, write
from tests.erase.search import search


def _manifest(project: Project) -> dict[str, Any]:
    return json.loads((project.root / "output" / "manifest.json").read_bytes())


def _profile(project: Project, user: str) -> str:
    name = pseudonym(user)
    return (project.root / "output" / "profiles" / name[:2] / f"{name}.md").read_text()


def test_the_search_finds_what_is_there(project: Project) -> None:
    """Else it would prove nothing: before the erasure the work folder is full of the person, the tree holds the pseudonym."""
    project.build(project.settings())
    found = search(project.folders(), secrets(GONE))
    assert {value for value, _ in found} >= {*GONE, pseudonym(GONE[0])}
    in_work = {value for value, path in found if "/.llm_assets/" in path}
    assert set(GONE) <= in_work
    assert any("/output/profiles/" in path for _, path in found)


@pytest.mark.parametrize("keep_work", ["resume", "none"])
def test_a_person_is_found_nowhere_after_the_job(project: Project, keep_work: str) -> None:
    settings = project.settings(compute={"keep_work": keep_work}, llm_output={"keep_versions": 3})
    project.build(settings)
    old = project.tree()
    with (project.root / "events.jsonl").open("a") as file:
        file.write(json.dumps({"user_id": "user0017", "at": 1, "thread": None, "who": "x", "body": "late", "to": None}) + "\n")
    project.build(settings)
    assert len([p for p in (project.root / ".output.versions").iterdir() if not p.name.startswith(".")]) == 1
    work = project.root / ".llm_assets" / "people"
    (work / "errors").mkdir(exist_ok=True)
    (work / "errors" / "anonymized_users.txt").write_text(f"KeyError: {GONE[1]}")
    project.ask(GONE[0])
    receipt = erase(settings, say=project.said.append).receipt
    assert receipt is not None
    assert search(project.folders(), secrets(GONE)) == set()
    assert not [p for p in (project.root / ".output.versions").iterdir() if not p.name.startswith(".")]
    counts = _manifest(project)["counts"]
    assert counts["users"]["erased"] == 2  # the row, and its duplicate
    assert counts["interactions"]["erased"] == 3
    for table in counts.values():
        assert table["read"] == table["published"] + table["quarantined"] + table["erased"] + table["cut"]
    assert receipt["requested"] == receipt["requested_found"] == receipt["listed"] == len(receipt["ids"]) == 1
    assert receipt["users_removed"] == 2
    assert receipt["interactions_removed"] == 3
    assert receipt["mentions_replaced"] >= 8
    assert receipt["quarantine_rows_blanked"] == 4
    assert receipt["old_trees_deleted"] == 2
    assert receipt["tree_after"] == _manifest(project)["version"] != receipt["tree_before"]
    # All others are there, and who never met the person is there to the byte.
    now = project.tree()
    others = [f"profiles/{pseudonym(row[0])[:2]}/{pseudonym(row[0])}.md" for row in PEOPLE if row is not GONE]
    assert set(others) <= set(now)
    met = {NEAR, "user0011", "user0012", "user0014"}
    same = [row[0] for row in PEOPLE[1:] if row[0] not in {*met, "user0017"}]
    assert FAR in same
    for user in same:
        path = f"profiles/{pseudonym(user)[:2]}/{pseudonym(user)}.md"
        assert now[path] == old[path]


def test_mentions_by_others_become_one_mark_and_references_become_empty(project: Project) -> None:
    project.ask(GONE[0], ODD[0])
    settings = project.settings()
    erase(settings)
    assert "[ERASED], I had that too." in _profile(project, NEAR)
    assert "So did I, ask [ERASED]!" in _profile(project, "user0011")
    told = _profile(project, "user0012")
    assert "Ask [ERASED] or write to [ERASED]." in told
    assert "[ERASED]; [ERASED] knows. Not [ERASED]?" in told
    told = _profile(project, "user0014")
    assert "Ticket of [ERASED], forwarded to [ERASED]." in told
    assert "[ERASED] ([ERASED]) said so." in told
    rows = [
        json.loads(line)
        for path in sorted((project.root / "output" / "data").glob("interactions-*"))
        for line in path.read_text().splitlines()
    ]
    assert all(row["attributes"]["to"] is None for row in rows)
    assert search(project.folders(), secrets(GONE) + secrets(ODD)) == set()


@pytest.mark.slow
def test_they_stay_out_whatever_happens_to_the_work_folder_the_key_and_the_request(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = project.settings()
    project.ask(GONE[0])
    erase(settings)
    project.ask()
    for path in sorted((project.root / ".llm_assets").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    monkeypatch.setenv("LLM_ASSETS_KEY", "another key, since the first was rotated away")
    project.build(settings)
    assert _manifest(project)["counts"]["users"]["erased"] == 2
    values = [value for value in secrets(GONE) if value != pseudonym(GONE[0])]
    assert search(project.folders(), values) == set()
    assert not any("erased people" in text for text in project.said)


def test_a_main_run_leaves_them_out_and_says_that_the_job_is_still_to_be_run(project: Project) -> None:
    settings = project.settings(llm_output={"keep_versions": 2})
    project.build(settings)
    project.ask(GONE[0])
    project.build(settings)
    assert pseudonym(GONE[0]).encode() not in b"".join([*map(str.encode, project.tree()), *project.tree().values()])
    assert search([project.root / ".llm_assets", project.root / "output"], secrets(GONE)) == set()
    assert search([project.root / ".output.versions"], [pseudonym(GONE[0])])  # an old tree still has the person
    from llm_assets.pipeline import Pipeline

    job = Pipeline(settings)
    job.raw(), job.safe(), job.documents()
    evidence = read_evidence(job.work.stage("safe"))["erasure"]
    assert evidence["erased_users"] == 2
    assert evidence["listed"] == 1
    assert evidence["mentions_replaced"] >= 8
    tree = list(job.tree())[-1]
    assert any("run the job erase" in warning for warning in tree.warnings)  # type: ignore[union-attr]


def test_stages_that_were_made_before_the_request_are_refused(project: Project) -> None:
    from llm_assets.pipeline import Pipeline

    settings = project.settings()
    before = Pipeline(settings)
    before.raw(), before.safe(), before.documents()
    project.ask(GONE[0])
    with pytest.raises(DatasetError, match="made with other settings"):
        list(Pipeline(settings).tree())


@pytest.mark.slow
def test_again_changes_nothing_but_the_log(project: Project) -> None:
    settings = project.settings()
    project.ask(GONE[0])
    first = erase(settings).receipt
    tree = project.tree()
    second = erase(settings).receipt
    assert project.tree() == tree
    assert first is not None
    assert second is not None
    assert second["ids"] == first["ids"]
    assert second["tree_before"] == second["tree_after"] == first["tree_after"]
    project.ask()
    assert erase(settings).receipt is None
    assert len((project.root / ".llm_assets.erased" / "people" / "receipts.jsonl").read_text().splitlines()) == 2


@pytest.mark.slow
def test_when_the_source_no_longer_holds_the_person_the_tree_is_the_same_but_for_mentions(project: Project) -> None:
    project.ask(GONE[0])
    settings = project.settings()
    erase(settings)
    with_rows = project.tree()
    write(project.root, without=frozenset({GONE[0]}))
    project.ask()
    project.build(settings)
    told = (NEAR, "user0011", "user0012", "user0014")
    for row in PEOPLE[1:]:
        path = f"profiles/{pseudonym(row[0])[:2]}/{pseudonym(row[0])}.md"
        if row[0] not in told:
            assert project.tree()[path] == with_rows[path]
    assert "- to:" not in _profile(project, NEAR)  # the list knows the id of the reference


@pytest.mark.slow
def test_someone_unknown_is_listed_and_stays_out_when_they_come(project: Project) -> None:
    project.build(project.settings())
    project.ask("nobody-yet-1")
    receipt = erase(project.settings()).receipt
    assert receipt
    assert (receipt["requested"], receipt["requested_found"], receipt["users_removed"]) == (1, 0, 0)
    project.ask()
    with (project.root / "users.csv").open("a") as file:
        file.write("nobody-yet-1,Zebulon Quartermain,zq@quartermain.example,,,1960,pro\n")
    project.build(project.settings())
    assert search(project.folders(), ["Zebulon", "Quartermain", pseudonym("nobody-yet-1")]) == set()


def test_an_id_that_has_no_row_is_hunted_where_it_is_named(project: Project) -> None:
    with (project.root / "events.jsonl").open("a") as file:
        file.write(
            json.dumps({"user_id": NEAR, "at": 1, "thread": "x", "who": "x", "body": "see zz-4711-q", "to": None}) + "\n"
        )
    project.ask("zz-4711-q")
    erase(project.settings())
    assert "see [ERASED]" in _profile(project, NEAR)


def test_everybody_is_refused_and_nothing_is_published(project: Project) -> None:
    project.build(project.settings())
    tree = project.tree()
    project.ask(*(row[0] for row in PEOPLE))
    with pytest.raises(DatasetError, match=r"every user of the source is on the list.*run erase again"):
        erase(project.settings())
    assert project.tree() == tree


@pytest.mark.slow
def test_a_rebuild_that_fails_says_what_is_left_and_is_finished_by_running_it_again(project: Project) -> None:
    settings = project.settings(llm_output={"keep_versions": 2})
    project.build(settings)
    project.ask(GONE[0])
    (project.root / "events.jsonl").rename(project.root / "away")
    with pytest.raises(DatasetError, match=r"still hold the people.*run erase again"):
        erase(settings)
    project.ask()  # even when the request is gone by now: the list knows
    (project.root / "away").rename(project.root / "events.jsonl")
    assert erase(settings).receipt
    assert search(project.folders(), secrets(GONE)) == set()


def test_two_erasures_at_once_are_refused(project: Project) -> None:
    from llm_assets.pipeline import Pipeline

    project.ask(GONE[0])
    settings = project.settings(compute={"wait_seconds": 0})
    with Pipeline(settings).erased.locked(), pytest.raises(OutputError, match="another erasure is running"):
        erase(settings)
    with Pipeline(settings).work.lock("raw_dataset"), pytest.raises(OutputError, match="another run is writing"):
        erase(settings)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("absent.csv", None, "no such file"),
        ("other.csv", "person\nx\n", "column 'user_id' is not in"),
        ("odd.txt", "user_id\nx\n", "of no known kind"),
        ("broken.jsonl", '{"user_id": "x"}\n{"user_id": \n', "row 2 cannot be read"),
    ],
)
def test_a_request_that_cannot_be_read_stops_everything(project: Project, name: str, content: str | None, message: str) -> None:
    if content is not None:
        (project.root / name).write_text(content)
    settings = project.settings(privacy={"erase": name})
    with pytest.raises(ConfigError, match=f"ids to erase cannot be used.*{message}"):
        erase(settings)
    assert not (project.root / ".llm_assets.erased").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f"user_id\n{GONE[0]}\n\n"),
        ("a.tsv", f"user_id\treason\n{GONE[0]}\tasked by letter\n"),
        ("a.jsonl", json.dumps({"user_id": GONE[0]}) + "\n"),
        ("a.json", json.dumps([{"user_id": GONE[0]}])),
    ],
)
def test_any_format_of_the_readers_will_do(project: Project, name: str, content: str) -> None:
    (project.root / name).write_text(content)
    from llm_assets.pipeline import Pipeline

    job = Pipeline(project.settings(privacy={"erase": name}))
    assert job.requested == {GONE[0]}
    assert job.erased.holds(GONE[0])
    assert not job.erased.holds(NEAR)


def test_the_list_is_for_its_owner_alone_and_holds_no_id(project: Project) -> None:
    project.ask(GONE[0], ODD[0])
    from llm_assets.pipeline import Pipeline

    assert len(Pipeline(project.settings()).erased) == 2
    folder: Path = project.root / ".llm_assets.erased" / "people"
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert search([folder], [GONE[0], ODD[0]]) == set()


@pytest.mark.parametrize("damage", ["key", "line"])
def test_a_damaged_list_stops_every_run(project: Project, damage: str) -> None:
    project.ask(GONE[0])
    settings = project.settings()
    erase(settings)
    folder = project.root / ".llm_assets.erased" / "people"
    if damage == "key":
        (folder / "erasure.key").unlink()
    else:
        (folder / "listed.txt").write_text("half a li")
    with pytest.raises(ConfigError, match="list of erased ids cannot be used"):
        project.build(settings)


@pytest.mark.slow
@pytest.mark.parametrize("keep_work", ["resume", "none"])
def test_an_erasure_that_was_killed_before_its_receipt_is_finished_by_the_next(
    project: Project, monkeypatch: pytest.MonkeyPatch, keep_work: str
) -> None:
    settings = project.settings(compute={"keep_work": keep_work}, llm_output={"keep_versions": 2})
    project.build(settings)
    project.ask(GONE[0])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("llm_assets.tree.destination.Disk.forget_old", killed)
        with pytest.raises(KeyboardInterrupt):
            erase(settings)
    assert search([project.root / ".output.versions"], [pseudonym(GONE[0])])
    project.ask()
    receipt = erase(settings).receipt
    assert receipt is not None
    assert (receipt["requested"], receipt["listed_found"], len(receipt["ids"])) == (0, 1, 1)
    assert search(project.folders(), secrets(GONE)) == set()


@pytest.mark.slow
def test_where_the_tree_is_a_link_the_published_one_stays(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llm_assets.tree.exchange.can_exchange", lambda _: False)
    settings = project.settings(llm_output={"keep_versions": 2})
    project.build(settings)
    assert (project.root / "output").is_symlink()
    project.ask(GONE[0])
    erase(settings)
    assert (project.root / "output" / "manifest.json").exists()
    assert len([p for p in (project.root / ".output.versions").iterdir() if not p.name.startswith(".")]) == 1
    assert search(project.folders(), secrets(GONE)) == set()


@pytest.mark.slow
@pytest.mark.parametrize("level", ["low", "medium"])
def test_at_other_levels_what_is_promised_there_is_erased(project: Project, level: str) -> None:
    settings = project.settings(llm_output={"privacy_level": level})
    project.ask(GONE[0])
    erase(settings)
    name = pseudonym("user0012", level)
    told = (project.root / "output" / "profiles" / name[:2] / f"{name}.md").read_text()
    assert "Ask [ERASED] or write to [ERASED]." in told
    promised = [value for value in GONE if value != GONE[1]] + [pseudonym(GONE[0], level)]
    assert search(project.folders(), promised) == set()


def test_a_name_that_somebody_who_stays_has_too_is_not_erased(project: Project) -> None:
    with (project.root / "users.csv").open("a") as file:
        file.write(f'"\nuser0040,{GONE[1]},namesake@mail.example,,,1960,pro\n')
    project.ask(GONE[0])
    erase(project.settings())
    assert "Ask [PERSON] or write to [ERASED]." in _profile(project, "user0012")
    assert "[ERASED], I had that too." in _profile(project, NEAR)  # who was in that conversation is no question


def test_the_command_line_erases_and_says_who_is_listed(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from llm_assets.__main__ import main

    settings = project.settings()
    monkeypatch.chdir(project.root)
    monkeypatch.setattr("llm_assets.__main__.load_settings", lambda: settings)
    (project.root / "one.csv").write_text(f"user_id\n{GONE[0]}\n{NEAR}\n")
    assert main(["erase", "--check", "one.csv"]) == 0
    assert capsys.readouterr().out == "no\nno\n"
    (project.root / "two.csv").write_text(f"user_id\n{GONE[0]}\n")
    assert main(["erase", "--id-file", "two.csv"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["users_removed"] == 2
    assert all(value not in printed.out + printed.err for value in secrets(GONE))
    assert main(["erase", "--check", "one.csv"]) == 0
    assert capsys.readouterr().out == "yes\nno\n"
    monkeypatch.setattr("llm_assets.__main__.load_settings", lambda: project.settings(privacy={"erase": None}))
    assert main(["erase"]) == 1
    assert "no file of ids to erase is named" in capsys.readouterr().err


RANDOM = {"pseudonyms": "random", "vault": {"file": "apart/codes.vault", "key_file": "apart/vault.key"}}


def _in_vault(path: Path, key: Path) -> set[tuple[str, str]]:
    vault = Vault(path, read_key("", key, {}))
    return {(row["domain"], row["value"]) for batch in vault.rows() for row in batch.to_pylist()}


@pytest.mark.slow
def test_the_vault_forgets_a_person_and_keeps_the_codes_of_the_others(project: Project) -> None:
    settings = project.settings(privacy=RANDOM, llm_output={"privacy_level": "high"})
    project.build(settings)
    project.build(project.settings(privacy=RANDOM, llm_output={"privacy_level": "low"}, compute={"work_dir": "low_work"}))
    project.build(settings)
    apart = project.root / "apart"
    before = _in_vault(apart / "codes.vault", apart / "vault.key")
    vault = Vault(apart / "codes.vault", read_key("", apart / "vault.key", {}))
    codes = {row["code"]: row for batch in vault.rows() for row in batch.to_pylist()}
    [mine] = [code for code, row in codes.items() if row["value"] == GONE[0] and row["space"] == "people/high"]
    assert any(mine in name for name in project.tree())
    project.ask(GONE[0])
    receipt = erase(settings).receipt
    assert receipt is not None
    after = _in_vault(apart / "codes.vault", apart / "vault.key")
    # The id and the conversation that nobody else is in; the conversation with others stays.
    assert before - after == {("user", GONE[0]), ("conversation", f"own-{GONE[0]}")}
    assert ("conversation", "both") in after
    assert receipt["vault_entries_removed"] == 4  # two rows at each of the two levels
    assert {code for batch in vault.rows() for code in batch.column("code").to_pylist()} < set(codes)
    assert search(project.folders(), [*GONE, mine]) == set()
    assert erase(settings).receipt["vault_entries_removed"] == 0  # type: ignore[index]


@pytest.mark.slow
def test_a_vault_that_a_rotation_left_forgets_as_well_or_the_job_says_that_it_cannot(project: Project) -> None:
    settings = project.settings(privacy=RANDOM)
    project.build(settings)
    assert all("vault" in line for line in rotate(settings, destroy_old=False))
    [old], [key] = (list((project.root / "apart").glob(name)) for name in ("codes.vault.*.old", "vault.key.*.old"))
    assert ("user", GONE[0]) in _in_vault(old, key)
    project.ask(GONE[0])
    hidden = key.rename(key.with_suffix(".elsewhere"))
    with pytest.raises(OutputError, match="older vault may still name"):
        erase(settings)
    assert not (project.root / ".llm_assets.erased" / "people" / "receipts.jsonl").exists()
    hidden.rename(key)
    assert erase(settings).receipt is not None
    assert ("user", GONE[0]) not in _in_vault(old, key)
    assert ("user", NEAR) in _in_vault(old, key)


@pytest.mark.slow
def test_the_gate_stops_the_random_code_of_somebody_erased(project: Project) -> None:
    """The vault tells the old pseudonym, so that the audit can look for it."""
    settings = project.settings(privacy=RANDOM)
    project.build(settings)
    apart = project.root / "apart"
    vault = Vault(apart / "codes.vault", read_key("", apart / "vault.key", {}))
    rows = [row for batch in vault.rows() for row in batch.to_pylist() if row["domain"] == "user"]
    codes = {row["value"]: row["code"] for row in rows}
    project.ask(GONE[0])
    job = Pipeline(settings)
    job.raw(), job.safe()
    finder = LeakFinder(SourceValues.load(job.work.stage("safe") / "audit"))
    assert finder.everywhere(f"a text with {codes[GONE[0]]} in it") == 1
    assert finder.everywhere(f"a text with {codes[NEAR]} in it") == 0


def test_the_list_may_lie_neither_in_the_tree_nor_in_the_work_folder(project: Project) -> None:
    for place in ("output/erased", ".llm_assets/erased"):
        with pytest.raises(ConfigError, match="a folder"):
            project.settings(privacy={"erased": place})


def test_the_gate_stops_a_tree_with_the_pseudonym_of_somebody_erased(project: Project) -> None:
    """Were an id to slip through, its pseudonym would be in the tree: the audit looks for that in every file."""
    project.ask(GONE[0])
    job = Pipeline(project.settings())
    job.raw(), job.safe()
    finder = LeakFinder(SourceValues.load(job.work.stage("safe") / "audit"))
    assert finder.everywhere(f"a text with {pseudonym(GONE[0])} in it") == 1
    assert finder.everywhere(f"a text with {pseudonym(NEAR)} in it") == 0
    for value in GONE:
        assert finder.everywhere(f"a text with {value} in it") >= 1
