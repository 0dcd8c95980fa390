"""What other tools read of a tree on a store, as docs/stores.md says."""

import warnings

import fsspec
import orjson
import pytest

from .test_bucket import publish, store, url  # noqa: F401 - fixtures

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def tree(publish, url):  # noqa: F811
    list(publish(users=5))
    with fsspec.open(f"{url}/current.json") as file:
        return f"{url}/{orjson.loads(file.read())['path']}"


def test_datasets_loads_the_records(tree, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what datasets imports
        from datasets import load_dataset

        files = f"{tree}/data/interactions-*.jsonl"
        loaded = load_dataset("json", data_files=files, cache_dir=str(tmp_path), split="train")
        assert loaded.num_rows == 10
        assert set(loaded.column_names) >= {"user", "sequence"}


def test_duckdb_reads_the_records(tree):
    import duckdb

    with duckdb.connect() as connection:
        connection.register_filesystem(fsspec.filesystem("s3"))
        (count,) = connection.execute(f"SELECT count(*) FROM read_json('{tree}/data/interactions-*.jsonl')").fetchone()
    assert count == 10


def test_pandas_reads_a_file(tree):
    import pandas as pd

    (path,) = fsspec.filesystem("s3").glob(f"{tree}/data/profiles-*.jsonl")
    assert len(pd.read_json(f"s3://{path}", lines=True)) == 5
