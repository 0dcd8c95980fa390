"""`top:N` on a column of interactions keeps the most frequent values; it kept none."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.privacy.anonymity.event_ladders import event_ladders
from llm_assets.settings.model import Column


def test_the_most_frequent_values_of_all_shards_stay(tmp_path: Path) -> None:
    shards = [["a", "a", "b", None], ["c", "b", "b", "d"]]
    for number, values in enumerate(shards):
        pq.write_table(pa.table({"col:place": values, "col:note": values}), tmp_path / f"interactions-{number:05d}.parquet")
    columns = {
        "place": Column(role="quasi", generalize=["top:2"]),
        "note": Column(role="sensitive", generalize=["top:3"]),
        "other": Column(role="quasi"),
    }
    found = event_ladders(sorted(tmp_path.iterdir()), columns)
    assert set(found) == {"place", "note"}
    assert [found["place"].value(value) for value in ("a", "b", "c", None)] == ["a", "b", "other", None]
    assert found["note"].value("c") == "c"  # of c and d, which are equally frequent, the first
    assert found["note"].value("d") == "other"
