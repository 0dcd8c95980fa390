"""What the checks found in the published tree, kept for a run that would make the very same tree again.

The gate is not walked past: what was found is taken over only where it belongs to these very bytes and to nothing else.

- Every file at `output_dir` is read again and compared with the manifest, by the same check as at the gate, and there is no
  other file.
- The manifest, which holds the hash of every file, has the hash that it had at the gate.
- All that the findings depend on is as it was: the values that were looked for, the code that looked, the settings.
- All of that and the findings lie under a seal that only the key can make (keyed BLAKE2b, RFC 7693): nobody who writes into
  the work folder without the key can make a tree pass.
"""

import hmac
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from llm_assets.resume import file_hash, sealed
from llm_assets.tree.audit import CheckResult, matches_manifest
from llm_assets.tree.evidence import EVIDENCE_CHECKS
from llm_assets.tree.manifest import MANIFEST
from llm_assets.tree.plan import TreePlan
from llm_assets.tree.stage import StagedTree
from llm_assets.work import secure_open

_READ_AGAIN = "matches_manifest"
_MADE_ANEW = (_READ_AGAIN, *EVIDENCE_CHECKS)


@dataclass(frozen=True, slots=True)
class KeptTree:
    """path: the file; key: 64 bytes or less; made: the origin of the tree and of all that its checks depend on."""

    path: Path
    key: bytes
    made: str

    def keep(self, staged: StagedTree, manifest: str, results: Sequence[CheckResult]) -> None:
        """Notes a tree that was published. manifest: SHA-256 of its manifest, as it was when the checks were made."""
        told = {
            "manifest": manifest,
            "version": staged.version,
            "files": staged.files,
            "bytes": staged.bytes,
            "users": staged.users,
            "interactions": staged.interactions,
            "results": [asdict(each) for each in results if each.name not in _MADE_ANEW],
        }
        fresh = self.path.with_name(f".{self.path.name}")
        with secure_open(fresh) as file:
            file.write(orjson.dumps({"told": told, "seal": self._seal(told)}))
        fresh.replace(self.path)

    def find(self, root: Path, plan: TreePlan, processes: int) -> tuple[StagedTree, list[CheckResult]] | None:
        """The tree that stands at `root` and the results of its checks, where it is the one that would be made; else None."""
        try:
            kept = orjson.loads(self.path.read_bytes())
            told = kept["told"]
            if not hmac.compare_digest(self._seal(told), kept["seal"]) or file_hash(root / MANIFEST) != told["manifest"]:
                return None
            numbers = {name: told[name] for name in ("version", "files", "bytes", "users", "interactions")}
            tree = StagedTree(root=root, plan=plan, **numbers)
            results = [CheckResult(**each) for each in told["results"]]
        except (OSError, ValueError, TypeError, KeyError):
            return None  # nothing that can be believed: the tree is made again
        again = matches_manifest(tree, processes)
        return (tree, [again, *results]) if again.passed else None

    def _seal(self, told: dict[str, Any]) -> str:
        return sealed(self.key, "audited tree 1", self.made, told)
