"""A rotation is killed before each of its steps; what follows is a night's run, or a second try.

The story: the vault was sealed with the new key while that key still lay beside its place, and a second rotation wrote over the
only key that fitted; and where the old key had gone before the new one came, the next run made a third without a word.
"""

import os
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest

from llm_assets.privacy import rotation
from llm_assets.privacy.keys import read_key
from llm_assets.privacy.run_keys import open_vault
from llm_assets.privacy.vault.sealed import read_header
from llm_assets.settings import Settings, parse_settings

VALUES = ["cust-1", "cust-2"]


class Killed(BaseException):
    """As by SIGKILL: nothing of the program catches it."""


def _settings(root: Path, pseudonyms: str) -> Settings:
    privacy = {"pseudonyms": pseudonyms, "key_file": "run.key", "vault": {"file": "codes.vault", "key_file": "vault.key"}}
    return parse_settings({"privacy": privacy}, root=root, origin="test")


def _killed_before(step: int, monkeypatch: pytest.MonkeyPatch, settings: Settings, *, destroy_old: bool) -> bool:
    """Rotates; whether it came to that step: of all links, replacements and removals of files."""
    left = step

    def counted(function: Any) -> Any:
        def run(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return function(*arguments, **options)

        return run

    with monkeypatch.context() as patch:
        for owner, name in ((os, "link"), (Path, "replace"), (Path, "unlink")):
            patch.setattr(owner, name, counted(getattr(owner, name)))
        try:
            list(rotation.rotate(settings, destroy_old=destroy_old))
        except Killed:
            return True
    return False


def _vault(settings: Settings) -> list[str]:
    """The values that a run finds in the vault."""
    return [value for batch in open_vault(settings).rows() for value in batch.column("value").to_pylist()]


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LLM_ASSETS_KEY", "LLM_ASSETS_VAULT_KEY", "LLM_ASSETS_VAULT_KEY_NEW"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("destroy_old", [False, True])
@pytest.mark.parametrize("again", [False, True])
def test_a_vault_is_never_without_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, destroy_old: bool, again: bool
) -> None:
    step, killed = 0, True
    while killed:
        settings = _settings(tmp_path / str(step), "random")
        vault = open_vault(settings)
        vault.make()
        codes = pa.RecordBatch.from_pydict({"domain": ["user"] * 2, "value": VALUES, "code": ["a" * 24, "b" * 24]})
        vault.add("shop/high", [codes])
        old = vault.key
        killed = _killed_before(step, monkeypatch, settings, destroy_old=destroy_old)
        said = "".join(rotation.rotate(settings, destroy_old=destroy_old)) if again else ""
        assert _vault(settings) == VALUES
        if destroy_old and (again or not killed):
            left = [path for path in settings.root.glob("vault.key*") if path.read_bytes().strip() == old.secret]
            assert all(str(path) in said for path in left)  # at a second try it is no longer the old one
            assert killed or not left
        step += 1
    assert step > 5


@pytest.mark.parametrize("destroy_old", [False, True])
def test_no_third_key_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, destroy_old: bool) -> None:
    step, killed = 0, True
    while killed:
        settings = _settings(tmp_path / str(step), "keyed")
        key, log = settings.root / "run.key", settings.root / "run.key.log"
        before = read_key("", key, {}).id
        killed = _killed_before(step, monkeypatch, settings, destroy_old=destroy_old)
        announced = [orjson.loads(line).get("new_key_id") for line in log.read_text().splitlines()] if log.exists() else []
        assert read_key("", key, {}).id in {before, *announced}
        step += 1
    assert step > 3


def test_the_key_of_the_vault_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _settings(tmp_path, "random")
    monkeypatch.setenv("LLM_ASSETS_VAULT_KEY", "o" * 40)
    open_vault(settings).make()
    monkeypatch.setenv("LLM_ASSETS_VAULT_KEY_NEW", "n" * 40)
    [said] = list(rotation.rotate(settings, destroy_old=True))
    made = read_header(settings.path(settings.privacy.vault.file))
    # The second try of somebody who did not see the end of the first: nothing is left to do but to move the key.
    [again] = list(rotation.rotate(settings, destroy_old=True))
    assert made == read_header(settings.path(settings.privacy.vault.file))
    assert said.endswith("Move the new key from LLM_ASSETS_VAULT_KEY_NEW to LLM_ASSETS_VAULT_KEY now.")
    assert made.key_id in again
