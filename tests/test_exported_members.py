"""What each package exports is sorted, is there, and is written down once."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import llm_assets

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


def test_an_unknown_member_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'llm_assets' has no attribute 'redactor_of_dreams'"):
        _ = llm_assets.redactor_of_dreams


def test_importing_the_project_loads_no_library_and_no_module_of_it() -> None:
    code = "import sys; before = set(sys.modules); import llm_assets; print(*sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name for name in ran.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names} == {"llm_assets"}
