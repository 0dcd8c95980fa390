"""What a run tells of itself: rows that add up, and settings without a path, a pattern or a name in them."""

from pathlib import Path
from typing import Any

from llm_assets.settings import parse_settings
from llm_assets.tree.report.account import Account, in_effect

_PRIVATE = "zqxvj"


def _stage(users: int, interactions: int, reasons: dict[str, int]) -> dict[str, Any]:
    return {
        "users": {"quarantined": users, "reasons": reasons},
        "interactions": {"quarantined": interactions},
        "groups": {},
    }


def test_reasons_add_up_to_the_quarantined_and_orphans_have_a_reason_of_their_own(tmp_path: Path) -> None:
    raw = _stage(2, 0, {"no_id": 2}) | {"dropped_columns": {"users": ["a", "b"], "interactions": []}}
    stages = raw, _stage(1, 7, {"small_group": 1}), _stage(3, 5, {"no_id": 1, "failed:ValueError": 2})
    settings = parse_settings({}, root=tmp_path, origin="test")
    dataset = _dataset(tmp_path)
    account = Account.of(settings, dataset, stages, {}, "llm-assets 1")
    assert account.reasons == {
        "users": {"failed:ValueError": 2, "no_id": 3, "small_group": 1},
        "interactions": {"user_left_out": 12},
    }
    assert account.unlisted == {"users": 2, "interactions": 0}


def _dataset(root: Path) -> Any:
    tables = {
        "users": {"source": f"{_PRIVATE}.csv", "id": "user_id", "columns": {"name": {"role": "direct", "entity": "PERSON"}}},
        "interactions": {"source": f"{_PRIVATE}.jsonl", "user": "user_id", "columns": {"age": "kind"}},
    }
    return parse_settings({"dataset": tables}, root=root, origin="test").dataset


def test_columns_are_told_with_their_roles_and_no_source_is(tmp_path: Path) -> None:
    settings = parse_settings({}, root=tmp_path, origin="test")
    account = Account.of(settings, _dataset(tmp_path), (_stage(0, 0, {}),) * 3, {}, "llm-assets 1")
    assert [(column["name"], column["role"]) for column in account.columns] == [
        ("user_id", "id"), ("name", "direct"), ("user_id", "user"), ("age", "kind"),
    ]  # fmt: skip
    assert account.columns[1]["entity"] == "PERSON"
    assert _PRIVATE not in repr(account)


def test_settings_are_told_without_paths_patterns_and_names(tmp_path: Path) -> None:
    (tmp_path / f"{_PRIVATE}.txt").write_text("a value\n")
    (tmp_path / f"{_PRIVATE}.md.j2").write_text("# {{ user.user }}\n")
    values = {
        "privacy": {
            "key_file": f"/{_PRIVATE}/key",
            "key_env": _PRIVATE.upper(),
            "link_datasets": _PRIVATE,
            "min_group_size": 7,
            "intruder": {"block": ["A", "B"]},
            "actions": {"EMAIL": "mask"},
            "patterns": [{"name": _PRIVATE, "pattern": f"{_PRIVATE}-[0-9]+"}],
            "lists": {"deny": {"PERSON": [f"{_PRIVATE}.txt"]}, "allow": [f"{_PRIVATE}.txt"]},
        },
        "llm_output": {"output_dir": f"./{_PRIVATE}", "template": f"{_PRIVATE}.md.j2"},
        "compute": {"work_dir": f"{_PRIVATE}.work"},
    }
    told = in_effect(parse_settings(values, root=tmp_path, origin="test"))
    assert _PRIVATE not in repr(told).casefold()
    assert told["privacy"]["min_group_size"] == 7
    assert told["privacy"]["actions"] == {"EMAIL": "mask"}
    assert told["privacy"]["patterns"] == 1
    assert told["privacy"]["intruder"] == {"block": ["A", "B"]}
    assert told["privacy"]["lists"] == {"allow": 1, "deny": 1}
    assert told["privacy"]["link_datasets"] == "set"
    assert told["llm_output"]["template"] == "own"
