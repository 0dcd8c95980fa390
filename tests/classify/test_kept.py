"""Columns that are kept as they stand, and look like personal data."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.classify.kept import doubts
from llm_assets.settings import parse_settings


def test_a_kept_column_of_mails_is_doubted_and_one_of_plans_is_not(tmp_path: Path) -> None:
    columns = {"plan": "attribute", "contact": "attribute"}
    values = {
        "dataset": {
            "users": {"source": "u.csv", "id": "id", "columns": columns},
            "interactions": {"source": "e.csv", "user": "id", "columns": {"type": "kind"}},
        }
    }
    dataset = parse_settings(values, root=tmp_path, origin="test").dataset
    assert dataset is not None
    mails = [f"p{n}@mail.example" for n in range(40)]
    pq.write_table(pa.table({"col:plan": ["pro", "free"] * 20, "col:contact": mails}), tmp_path / "users-00000.parquet")
    pq.write_table(pa.table({"col:type": ["order", "call"] * 20}), tmp_path / "interactions-00000.parquet")
    [doubt] = doubts(tmp_path, dataset)
    assert (doubt.table, doubt.column, doubt.guess.entity) == ("users", "contact", "EMAIL")
    assert not [mail for mail in mails if mail in str(doubt)]
