"""Who may import whom: the house keeps its rules because this file reads every module."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import llm_assets

ROOT = Path(llm_assets.__file__).parent
MODULES = {path.relative_to(ROOT).as_posix(): path for path in sorted(ROOT.rglob("*.py"))}

# What each part of the package may import, besides itself. The data goes dataset -> privacy -> documents -> tree, and each
# knows the ones before it only; `pipeline` puts them together, `defs` and `definitions` show that to Dagster.
_GROUND = {"errors", "linear", "lock", "records", "resume", "settings", "stores", "work"}
ALLOWED = {
    "errors": set(),
    "linear": set(),
    "records": set(),
    "lock": {"errors"},
    "stores": {"errors", "lock"},
    "settings": {"errors", "linear", "stores"},
    "sample": {"settings"},
    "resume": {"errors", "stores"},
    "unwritable": {"errors"},
    "work": {"errors", "lock", "resume", "stores", "unwritable"},
    "compute": {"errors"},
    "monitoring": {"__init__", "errors", "settings"},
    "dataset": _GROUND | {"compute", "sample"},
    "privacy": _GROUND | {"compute", "dataset", "sample"},
    "documents": _GROUND | {"compute", "dataset", "privacy"},
    "tree": _GROUND | {"compute", "dataset", "privacy", "documents"},
    "origin": _GROUND | {"__init__", "dataset", "privacy"},
    "pipeline": _GROUND | {"__init__", "classify", "compute", "dataset", "privacy", "documents", "tree", "sample", "origin"},
    "erase": _GROUND | {"privacy", "tree", "pipeline"},
    "audit": _GROUND | {"__init__", "pipeline", "privacy", "tree"},
    "purge": {"errors", "pipeline", "settings", "work"},
    "preview": {"dataset", "documents", "pipeline", "settings"},
    "examples": {"dataset", "documents", "errors", "pipeline", "privacy", "records", "settings"},
    "defs": _GROUND
    | {
        "__init__",
        "compute",
        "dataset",
        "privacy",
        "documents",
        "tree",
        "sample",
        "pipeline",
        "audit",
        "erase",
        "preview",
        "purge",
        "examples",
        "classify",
        "monitoring",
    },
    "definitions": {"defs", "errors", "settings"},
    "classify": _GROUND | {"dataset", "privacy"},
    "commands": {"audit", "preview", "purge", "errors", "settings", "privacy", "classify", "dataset", "stores", "tree"},
    "__main__": {"commands", "erase", "errors", "settings", "stores", "tree"},
    "__init__": {"defs", "documents", "privacy", "settings"},  # loaded on first use: see test_exported_members
}
DAGSTER = {"defs", "definitions"}
MAX_LINES = 250
BANNED = {"utils", "helpers", "common", "util", "helper", "misc"}


def _part(module: str) -> str:
    return Path(module).parts[0].removesuffix(".py")


def _imported(node: ast.AST, module: str) -> list[str]:
    """Dotted names that an import statement brings in; `from x import y` counts as x.y, because y may be a module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        package = ["llm_assets", *Path(module).parts[:-1]]
        start = ".".join(package[: len(package) + 1 - node.level]) + "." if node.level else ""
        return [f"{start}{node.module or ''}".rstrip(".") + f".{alias.name}" for alias in node.names]
    return []


def _imports(module: str, source: str) -> Iterator[tuple[str, bool]]:
    """Every import of a module, and whether it is run when the module is loaded (not in a function, not for types alone)."""
    pending: list[tuple[ast.AST, bool]] = [(ast.parse(source), True)]
    while pending:
        node, at_load = pending.pop()
        yield from ((name, at_load) for name in _imported(node, module))
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            pending += [(child, False) for child in node.body] + [(child, at_load) for child in node.orelse]
            continue
        deferred = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        pending += [(child, at_load and not deferred) for child in ast.iter_child_nodes(node)]


def _faults(module: str, source: str) -> list[str]:
    part, faults = _part(module), []
    for name, at_load in _imports(module, source):
        top, *rest = name.split(".")
        if part not in DAGSTER and (top == "dagster" or top.startswith("dagster_")):
            faults.append("imports dagster")
        if part not in DAGSTER and top == "pandas" and at_load:
            faults.append("imports pandas at module level")
        if top == "llm_assets":
            target = rest[0] if rest and rest[0] in ALLOWED else "__init__"
            if target != part and target not in ALLOWED[part]:
                faults.append(f"{part} imports {target}")
    return faults


def test_every_part_of_the_package_has_its_row() -> None:
    assert {_part(module) for module in MODULES} == set(ALLOWED)


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_what_it_may(module: str) -> None:
    assert _faults(module, MODULES[module].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("tree/x.py", "import dagster as dg", "imports dagster"),
        ("tree/x.py", "def f():\n    from dagster import asset", "imports dagster"),  # nowhere, not even inside a function
        ("tree/x.py", "from dagster_shared.x import y", "imports dagster"),
        ("documents/x.py", "import pandas.api as p", "imports pandas at module level"),
        ("documents/x.py", "try:\n    import pandas\nexcept ImportError:\n    pass", "imports pandas at module level"),
        ("privacy/x.py", "from llm_assets.documents.tokens import counts", "privacy imports documents"),
        ("privacy/audit/x.py", "from llm_assets import tree", "privacy imports tree"),
        ("privacy/audit/x.py", "from ...tree import plan", "privacy imports tree"),
        ("privacy/x.py", "from llm_assets import Redactor", "privacy imports __init__"),  # the lazy names are for users
        ("settings/x.py", "def f():\n    import llm_assets.work", "settings imports work"),
    ],
)
def test_the_reader_sees_what_is_wrong(module: str, source: str, fault: str) -> None:
    assert _faults(module, source) == [fault]


@pytest.mark.parametrize(
    "source",
    [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pandas import DataFrame",
        "def f():\n    import pandas",
        "from . import plan\nfrom ..privacy.audit import scan",
    ],
)
def test_the_reader_lets_pass_what_is_right(source: str) -> None:
    assert _faults("tree/x.py", source) == []


@pytest.mark.parametrize("module", MODULES)
def test_module_is_short_and_named_for_what_it_does(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= MAX_LINES
    assert BANNED.isdisjoint(Path(module).with_suffix("").parts)


def test_definitions_only_wire() -> None:
    assert len(MODULES["definitions.py"].read_text(encoding="utf-8").splitlines()) <= 50


def test_loading_the_domain_loads_neither_dagster_nor_pandas() -> None:
    """`import dagster` costs a worker 2.8 s and 68 MB; a library that loads it unseen shows only in a fresh process."""
    left_out = DAGSTER | {"sample"}  # the sample's script needs faker, and no worker runs it
    domain = [
        ".".join(["llm_assets", *Path(module).with_suffix("").parts]) for module in MODULES if _part(module) not in left_out
    ]
    code = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'dagster', 'dagster_shared', 'pandas'}))"
    )
    ran = subprocess.run([sys.executable, "-c", code, *domain], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
