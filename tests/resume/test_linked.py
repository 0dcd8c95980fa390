"""Documents of the published tree that the next one has as well: one file with two names, that nobody writes into."""

import os
import shutil
from pathlib import Path

import pytest

from llm_assets.errors import PrivacyViolation
from llm_assets.tree.carried import carried
from llm_assets.tree.files import MTIME_NS, write_file
from tests.resume.conftest import Desk, event, person

_PEOPLE = {f"id{number:04d}x": person(number) for number in range(12)}
_EVENTS = [event(key, "plain words and nothing else", f"t{number}", number) for number, key in enumerate(_PEOPLE)]


def _nodes(root: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in root.glob("profiles/*/*.md")}


@pytest.fixture
def settled(desk: Desk) -> Desk:
    """A desk without canaries, after a run."""
    desk.values["privacy"] = {"canaries": 0}
    desk.write(_PEOPLE, _EVENTS)
    desk.run()
    return desk


def test_what_is_as_it_was_is_linked_and_the_rest_is_written_beside_it(settled: Desk, tmp_path: Path) -> None:
    before, old = _nodes(settled.folder / "output"), settled.published()
    settled.write(_PEOPLE, [*_EVENTS, event("id0003x", "again", "new", 9_000)])
    changed = settled.run()
    after = _nodes(settled.folder / "output")
    assert sum(before[name] == after[name] for name in before) == 11
    # The tree before stands whole beside it.
    [kept] = [each for each in (settled.folder / ".output.versions").iterdir() if not each.name.startswith(".")]
    assert {str(path.relative_to(kept)): path.read_bytes() for path in sorted(kept.rglob("*")) if path.is_file()} == old
    (tmp_path / "afresh").mkdir()
    assert changed == settled.afresh(tmp_path / "afresh").run()


@pytest.mark.slow
def test_a_file_that_somebody_wrote_into_is_written_again_and_the_old_tree_is_left_alone(settled: Desk, tmp_path: Path) -> None:
    touched, gone, *_ = sorted((settled.folder / "output").rglob("profiles/*/*.md"))
    touched.write_bytes(touched.read_bytes() + b"!")
    gone.unlink()
    settled.write(_PEOPLE, [*_EVENTS, event("id0003x", "again", "new", 9_000)])
    (tmp_path / "afresh").mkdir()
    changed = settled.run()
    assert changed == settled.afresh(tmp_path / "afresh").run()
    [kept] = [each for each in (settled.folder / ".output.versions").iterdir() if not each.name.startswith(".")]
    assert (kept / touched.relative_to(settled.folder / "output")).read_bytes().endswith(b"!")


@pytest.mark.slow
def test_a_linked_file_is_audited_against_the_new_values(settled: Desk) -> None:
    """A person comes whose name stands in a document that no run would make again: in a template of the user's own."""
    (settled.folder / "own.md.j2").write_text("{{ user.user }} Heidi Lindqvist\n")
    settled.values["llm_output"] = {"template": "own.md.j2"}
    first = settled.run()
    newcomer = {"name": "Heidi Lindqvist", "email": "heidi.l@post.example", "born": "1951", "plan": "pro"}
    settled.write({**_PEOPLE, "id0099x": newcomer}, _EVENTS)
    with pytest.raises(PrivacyViolation):
        settled.run()
    assert any("are linked" in line for line in settled.said)
    assert settled.published() == first


@pytest.mark.parametrize("what", ["same", "other", "shorter", "longer", "mode", "time", "symlink", "missing", "refused"])
def test_only_a_file_that_is_as_this_program_left_it_is_linked(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing, root = tmp_path / "old", tmp_path / "new"
    standing.mkdir()
    root.mkdir()
    write_file(standing, "a.md", b"body", None)
    path = standing / "a.md"
    if what in ("other", "shorter", "longer"):
        path.write_bytes({"other": b"bodY", "shorter": b"bod", "longer": b"body "}[what])
        os.utime(path, ns=(MTIME_NS, MTIME_NS))
    elif what == "mode":
        path.chmod(0o755)
    elif what == "time":
        os.utime(path)
    elif what == "symlink":
        shutil.move(path, tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
    elif what == "missing":
        path.unlink()
    elif what == "refused":

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    assert carried(standing, root, "a.md", b"body") == (what == "same")
    assert [each.name for each in root.iterdir()] == (["a.md"] if what == "same" else [])
