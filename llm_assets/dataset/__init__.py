"""From the two tables as they are to shards of raw rows in the order of the pseudonyms: the stage `raw`.

What does not belong here: changing a value. That is `privacy`.
"""

from llm_assets.dataset.build import build_raw

__all__ = ["build_raw"]
