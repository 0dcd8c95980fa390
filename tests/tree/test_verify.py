import pytest

from llm_assets.__main__ import main
from llm_assets.errors import OutputError
from llm_assets.tree.publish import publish
from llm_assets.tree.verify import verify


@pytest.fixture
def tree(bench):
    made = bench.audited(bench.report())
    return publish(made.staged, made.results, bench.output, 1).path


def test_a_tree_is_as_it_was_published(tree, capsys):
    assert (verify(tree).files, verify(tree).wrong) == (sum(path.is_file() for path in tree.rglob("*")) - 1, ())
    assert main(["verify", str(tree)]) == 0
    assert "files read, 0 missing or changed" in capsys.readouterr().out


def test_what_changed_and_what_is_gone_is_named(tree, capsys):
    (tree / "README.md").write_text("another")
    (tree / "data" / "profiles-00000-of-00003.jsonl").unlink()
    assert set(verify(tree).wrong) == {"README.md", "data/profiles-00000-of-00003.jsonl"}
    assert main(["verify", str(tree)]) == 1
    assert "  README.md\n" in capsys.readouterr().out


@pytest.mark.parametrize("line", [b"no hash\n", b"0" * 64 + b"  ../outside\n", b"\xff\n"])
def test_a_damaged_list_is_told_and_leads_nowhere(tree, line):
    (tree / "SHA256SUMS").write_bytes(line)
    with pytest.raises(OutputError, match="SHA256SUMS is missing or damaged"):
        verify(tree)


def test_a_folder_of_others_is_no_tree(tmp_path, capsys):
    assert main(["verify", str(tmp_path)]) == 1
    assert "no tree that llm-assets published" in capsys.readouterr().err
