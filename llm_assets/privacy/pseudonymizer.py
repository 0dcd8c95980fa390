"""Which pseudonymizer a run uses: keyed, or of random codes."""

from pathlib import Path

from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import Pseudonymizer, RandomPseudonymizer
from llm_assets.privacy.vault.codes import FOLDER, Codes
from llm_assets.settings.model import Dataset, Privacy


def pseudonymizer_of(key: Key, privacy: Privacy, dataset: Dataset, level: str, raw: Path) -> Pseudonymizer:
    """raw: the stage folder, which holds the random codes of a run."""
    name = privacy.link_datasets or dataset.name
    if privacy.pseudonyms == "random":
        return RandomPseudonymizer(key, name, level, Codes(raw / FOLDER, key).of)
    return Pseudonymizer(key, name, level)
