"""What each stage is made from: settings, key, code, and what lies in the files before it. Equal origins make equal bytes.

An origin has two parts with a dot between: what a later stage insists on (settings and input), and what is asked only to see
whether the stage must be made at all (the sources as they are now, the code).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from llm_assets import __version__
from llm_assets.dataset.sources import stamps_of, versions_of
from llm_assets.privacy.keys import Key
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.run_keys import vault_id
from llm_assets.resume import code_of, sealed
from llm_assets.settings import Dataset, Settings, fingerprint
from llm_assets.settings.content_model import CUTS
from llm_assets.settings.fingerprint import of_documents

Report = Mapping[str, Any]
_OF_THE_RUN = ("seconds", "fingerprint", "released")  # of a report: what two runs over the same differ in


def told(report: Report) -> dict[str, Any]:
    """What a report says of a stage, without what it says of the run that made it."""
    return {name: value for name, value in report.items() if name not in _OF_THE_RUN}


@dataclass(frozen=True)
class Origin:
    """Of the stages of one run. erased: state of the list of erased ids; frames: whether DataFrames stand for the sources."""

    settings: Settings
    dataset: Dataset
    key: Key
    erased: str
    policy: Policy
    frames: bool = False

    def raw(self) -> str:
        """What a later stage insists on of `raw`."""
        cut = self.settings.llm_output.content.model_dump_json(include=CUTS)
        link = self.settings.privacy.link_datasets or ""
        state = link, vault_id(self.settings), self.erased, cut
        return self._digest(__version__, self.dataset.model_dump_json(), self.key.id, self._level, *state)

    def raw_once(self) -> str:
        """An origin of `raw` that no other equals, where nothing tells whether the sources are as they were."""
        return f"{self.raw()}.{secrets.token_hex(16)}"

    def stamps(self) -> list[str]:
        """What changes when a source is written while it is read."""
        return [] if self.frames else stamps_of(self.dataset, self.settings.root)

    def raw_now(self) -> str:
        """The whole origin of `raw`."""
        if self.frames:
            return self.raw_once()
        versions = versions_of(self.dataset, self.settings.root)
        return f"{self.raw()}.{self._digest(code_of(), self.settings.compute.shard_bytes, versions)}"

    def safe(self, raw: Report) -> str:
        """What a later stage insists on of `safe`. raw: report of the stage before."""
        model = self.policy.model()
        version = model.version if model else ""
        return self._digest(self.raw(), told(raw), fingerprint(self.settings, "privacy"), self._level, version)

    def safe_now(self, raw: Report) -> str:
        """The whole origin of `safe`, but for the release before."""
        return f"{self.safe(raw)}.{self._digest(code_of(), self.settings.llm_output.max_error_rate)}"

    def texts(self) -> str | None:
        """What all texts are redacted by; None where no text may be taken from a run before: with a model of one's own, whose
        answers may hang on what stands beside a text, with people who were erased, and with a key for one run."""
        privacy = self.settings.privacy
        if self.policy.model() is not None or self.erased or privacy.key_lifetime == "run":
            return None
        own = privacy.link_datasets or "", self.dataset.model_dump_json(), self.key.id, self._level
        return self._digest("texts", code_of(), fingerprint(self.settings, "privacy"), *own)

    def documents(self, raw: Report) -> str:
        """What a later stage insists on of `documents`."""
        return self._digest(self.safe(raw), of_documents(self.settings))

    def documents_now(self, raw: Report, safe: Report) -> str:
        """The whole origin of `documents`."""
        return f"{self.documents(raw)}.{self._digest(code_of(), told(safe), self.settings.llm_output.max_error_rate)}"

    def tree(self, raw: Report, safe: Report, documents: Report) -> str:
        """The origin of the tree and of all that its checks found."""
        return self._digest(code_of(), fingerprint(self.settings), self.key.id, *map(told, (raw, safe, documents)))

    def mark(self, safe: Report) -> str:
        """What tells a safe stage from others, and confirms no guess about what is in it. safe: its report."""
        return self._digest("safe", safe["content"])

    @property
    def _level(self) -> str:
        return self.settings.llm_output.privacy_level

    def _digest(self, *parts: Any) -> str:
        return sealed(self.key.derived, *parts)
