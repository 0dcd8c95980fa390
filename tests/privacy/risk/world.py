"""Planted data: users and events of which theory says what attackers reach."""

import json
from pathlib import Path
from typing import Any

from llm_assets.dataset import build_raw
from llm_assets.privacy.build import build_safe
from llm_assets.privacy.evidence import read_evidence
from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.settings.model import Dataset, LlmOutput, Privacy
from llm_assets.work import WorkDir

KEY = Key(b"a key for tests of risk, long enough")
Row = dict[str, Any]


class World:
    """users: rows with `id`; events: rows with `user`. report: of the last stage that was made."""

    def __init__(self, folder: Path, users: list[Row], events: list[Row], columns: Row, events_columns: Row | None = None):
        folder.mkdir(exist_ok=True)
        for name, rows in (("users", users), ("events", events)):
            (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        self.folder, self.work = folder, WorkDir(folder / "work").open()
        self.report: dict[str, Any] = {}
        self.dataset = Dataset.model_validate(
            {
                "name": "planted",
                "users": {"source": "users.jsonl", "id": "id", "columns": columns},
                "interactions": {"source": "events.jsonl", "user": "user", "columns": events_columns or {}},
            }
        )

    def evidence(self, level: str = "high", shard_bytes: int = 10_000_000, **privacy: Any) -> dict[Any, dict[str, Any]]:
        """The evidence of both stages made anew."""
        raw = build_raw(
            self.dataset,
            root=self.folder,
            work=self.work,
            pseudonym=Pseudonymizer(KEY, "planted", level).user,
            fingerprint="r",
            shard_bytes=shard_bytes,
        )
        self.report = build_safe(
            self.dataset,
            Privacy(**privacy),
            LlmOutput.model_validate({"privacy_level": level}),
            key=KEY,
            work=self.work,
            raw_report=raw,
            fingerprint="s",
            processes=1,
        )
        return read_evidence(self.work.stage("safe"))

    def attackers(self, level: str = "high", **privacy: Any) -> dict[str, dict[str, Any]]:
        """The attackers by name."""
        return {each["name"]: each for each in self.evidence(level, **privacy)["intruder"]["attackers"]}
