"""The files of `deploy/` as far as they can be checked without a cluster and a Docker daemon."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster._config import process_config
from dagster._core.instance.config import dagster_instance_config
from dagster._core.workspace.config_schema import WORKSPACE_CONFIG_SCHEMA

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("llm-assets*"))


def _loaded(name: str) -> Any:
    return yaml.safe_load((DEPLOY / name).read_text())


def test_dagster_takes_its_settings(tmp_path: Path) -> None:
    (tmp_path / "dagster.yaml").write_bytes((DEPLOY / "dagster.yaml").read_bytes())
    settings, _ = dagster_instance_config(str(tmp_path))  # raises for a key or a type that Dagster does not know
    assert settings["run_launcher"]["class"] == "WatchedRunLauncher"


@pytest.mark.parametrize("name", ["workspace.yaml", "systemd/workspace.yaml"])
def test_dagster_takes_the_workspace(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_ASSETS_CODE_HOST", "code")
    monkeypatch.setenv("LLM_ASSETS_CODE_PORT", "4266")
    assert process_config(WORKSPACE_CONFIG_SCHEMA, _loaded(name)).success


def test_no_file_holds_a_secret() -> None:
    given = re.compile(
        r"(?i)(password|secret|token|_key)\w*['\"]?\s*[:=]\s*['\"]?(?!/run/secrets/|llm_assets_key|pg_password)[\w$]{4,}"
    )
    found = []
    for path in (path for path in DEPLOY.rglob("*") if path.is_file()):
        for line in path.read_text().splitlines():
            if (hit := given.search(line)) and not line.lstrip().startswith(("#", "for name in")):
                found.append((path.name, hit[0]))
    # The name of a secret, and that none is to be made.
    assert sorted(found) == [("values.yaml", "PasswordSecret: false"), ("values.yaml", "SecretName: dagster")]


def test_the_image_is_made_of_files_that_are_there_and_let_in() -> None:
    lines = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text()).splitlines()
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    copied = [
        name
        for line in lines
        if line.startswith("COPY") and "--from" not in line
        for name in [word for word in line.split()[1:-1] if not word.startswith("--")]
    ]
    assert copied
    assert [name for name in copied if not (DEPLOY.parent / name).exists() or f"!{name}" not in ignore] == []
    assert lines[-2:] == [
        'ENTRYPOINT ["llm-assets-entrypoint"]',
        'CMD ["dagster", "api", "grpc", "-h", "0.0.0.0", "-p", "4266", "-m", "llm_assets.definitions"]',
    ]
    assert "USER 10001" in lines
    assert all("@sha256" in line or re.search(r":\$\{PYTHON\}-", line) for line in lines if line.startswith("FROM"))


def test_secrets_become_variables_of_the_service_alone(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a 'key' with $HOME and `id`\n")
    environment = {"PATH": os.environ["PATH"], "LLM_ASSETS_KEY_FILE": str(tmp_path / "key")}
    command = ["sh", str(DEPLOY / "entrypoint.sh"), "env"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "LLM_ASSETS_KEY=a 'key' with $HOME and `id`" in ran.stdout.splitlines()
    assert "LLM_ASSETS_KEY_FILE" not in ran.stdout
    missing = subprocess.run(command, env={**environment, "LLM_ASSETS_KEY_FILE": "/no/such"}, capture_output=True, text=True)
    assert missing.returncode != 0
    assert "LLM_ASSETS_KEY=" not in missing.stdout


def test_services_of_the_compose_file_get_only_what_they_need() -> None:
    compose = _loaded("compose.yaml")
    services = compose["services"]
    assert {name for name, each in services.items() if "llm_assets_key" in each["secrets"]} == {"code"}
    assert {name for name, each in services.items() if any("/data" in str(v) for v in each.get("volumes", []))} == {
        "code",
        "postgres",
    }
    assert {port for each in services.values() for port in each.get("ports", [])} == {"127.0.0.1:3000:3000"}
    named = {secret for each in services.values() for secret in each["secrets"]}
    assert named == set(compose["secrets"])
    assert all(set(secret) == {"environment"} for secret in compose["secrets"].values())
    variables = set(re.findall(r"env: (\w+)", (DEPLOY / "dagster.yaml").read_text() + (DEPLOY / "workspace.yaml").read_text()))
    for name in ("code", "daemon", "webserver"):
        given = {key.removesuffix("_FILE") for key in services[name]["environment"]}
        assert variables <= given


def test_a_run_on_kubernetes_is_watched_and_its_secrets_are_named_alone() -> None:
    values = _loaded("kubernetes/values.yaml")
    (code,) = values["dagster-user-deployments"]["deployments"]
    assert code["envSecrets"] == [{"name": "llm-assets-secrets"}]
    assert {each["name"] for each in code["volumeMounts"]} == {each["name"] for each in code["volumes"]}
    assert "resources" not in code
    assert values["dagsterDaemon"]["image"] == values["dagsterWebserver"]["image"] == code["image"]
    assert values["dagsterDaemon"]["runMonitoring"]["enabled"]
    assert values["pythonLogs"]["dagsterHandlerConfig"] == _loaded("dagster.yaml")["python_logs"]["dagster_handler_config"]


@pytest.mark.slow
def test_the_units_are_those_of_systemd_and_are_hardened(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed: the units are not checked (Debian: systemd)")
    for unit in UNITS:  # the programs are not installed here: any other that is
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text)
    units = [str(tmp_path / unit.name) for unit in UNITS]
    told = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert (told.returncode, [line for line in told.stderr.splitlines() if "llm-assets" in line]) == (0, [])
    for unit in units:
        if unit.endswith(".service"):
            command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit]
            assert subprocess.run(command, capture_output=True).returncode == 0  # an exposure of 2.0 of 10 at most
