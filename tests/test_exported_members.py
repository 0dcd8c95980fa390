"""What each package exports is sorted, is there, and is written down once."""

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from difflib import unified_diff
from pathlib import Path

import pytest

import llm_assets
from tests.public_api import NAMES, SNAPSHOT, written

MIGRATING = Path(__file__).parents[1] / "docs" / "migrating.md"
CHANGED = """What others rely on is no longer what tests/public_api.txt says. If that is meant:
1. find the step of the version in the table of docs/migrating.md;
2. tell the reader in CHANGELOG.md, under Unreleased; what is removed or renamed has a guide in docs/migrating.md, too;
3. python -m tests.public_api
"""
METHODS = {"Redactor": ("find", "redact")}  # of classes, those that the documentation shows
NEVER_RAISE = {"Redactor.find", "Redactor.redact"}
PACKAGES = ["llm_assets", *(found.name for found in pkgutil.walk_packages(llm_assets.__path__, "llm_assets.") if found.ispkg)]


@pytest.mark.parametrize("name", PACKAGES)
def test_exports_are_sorted_and_can_be_imported(name: str) -> None:
    package = importlib.import_module(name)
    exported = getattr(package, "__all__", [])
    assert list(exported) == sorted(set(exported))
    assert [member for member in exported if not hasattr(package, member)] == []
    assert set(exported) <= set(dir(package))


def test_the_project_exports_what_the_readme_uses() -> None:
    assert llm_assets.__all__ == ["Redactor", "Settings", "build_defs", "load_settings", "read_interactions", "read_profiles"]


def test_what_others_rely_on_changes_with_a_word_in_the_changelog_and_a_step_of_the_version() -> None:
    was, now = SNAPSHOT.read_text(encoding="utf-8").splitlines(), written().splitlines()
    difference = [line for line in unified_diff(was, now, "public_api.txt", "the code", n=0, lineterm="") if line[0] != "@"]
    assert was == now, f"{CHANGED}\n" + "\n".join(difference)


def test_the_names_that_are_promised_are_those_of_the_guide() -> None:
    rows = re.findall(r"^\| (`[^|]+) \| `(llm_assets[a-z.]*)` \|$", MIGRATING.read_text(encoding="utf-8"), re.MULTILINE)
    told = {(module, name) for names, module in rows for name in re.findall(r"`(\w+)`", names)}
    promised = {(module, name) for module, names in NAMES.items() for name in names if module != "llm_assets.errors"}
    assert promised <= told
    assert told - promised == {("llm_assets.privacy", "Redactor")}  # there too, as in the package itself
    assert set(NAMES["llm_assets"]) == set(llm_assets.__all__)


@pytest.mark.parametrize("name", llm_assets.__all__)
def test_what_is_promised_tells_its_arguments_and_its_errors(name: str) -> None:
    member = getattr(llm_assets, name)
    functions = [member] if inspect.isfunction(member) else [getattr(member, each) for each in METHODS.get(name, ())]
    for function in functions:
        text = function.__doc__ or ""
        arguments = [each for each in inspect.signature(function).parameters if each != "self"]
        assert [each for each in arguments if not re.search(rf"\b{each}\b[^.]*:", text)] == [], function.__qualname__
        assert "Raises" in text or function.__qualname__ in NEVER_RAISE, function.__qualname__
    assert member.__doc__


def test_an_unknown_member_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'llm_assets' has no attribute 'redactor_of_dreams'"):
        _ = llm_assets.redactor_of_dreams


def test_importing_the_project_loads_no_library_and_no_module_of_it() -> None:
    code = "import sys; before = set(sys.modules); import llm_assets; print(*sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name for name in ran.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names} == {"llm_assets"}
