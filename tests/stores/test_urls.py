import pytest

from llm_assets.errors import ConfigError
from llm_assets.stores.urls import StoreUrl, is_store, store_url


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket/", "s3://bucket"),
        ("s3://bucket//team/output/", "s3://bucket/team/output"),  # an empty folder would be a name of its own
        ("GS://bucket/x", "gs://bucket/x"),
        ("az://container/x y", "az://container/x y"),
        ("s3://bucket/part-?.csv", "s3://bucket/part-?.csv"),  # a wildcard, no query
        ("s3://bucket/year=2024/day=?/*.parquet", "s3://bucket/year=2024/day=?/*.parquet"),
        ("s3://bucket/me@home/x", "s3://bucket/me@home/x"),
    ],
)
def test_urls_are_read(text, shown):
    assert is_store(text)
    assert str(store_url(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "s3://AKIAEXAMPLE:topsecret@bucket/x",
        "s3://AKIAEXAMPLE:top/secret@bucket/x",  # secrets of AWS may hold a slash
        "s3://user@bucket/x",
        "s3://bucket:9000/x",
        "az://container/x?sv=2024&sig=topsecret",
        "https://topsecret.example.org/x",
        "s3://",
        "s3:///x",
        "s3://bucket/../other",
        "s3://a/x::s3://topsecret/y",
    ],
)
def test_other_urls_are_refused_without_being_repeated(text):
    with pytest.raises(ConfigError) as told:
        store_url(text, "[llm_output] output_dir")
    assert "secret" not in str(told.value)
    assert "AKIA" not in str(told.value)


@pytest.mark.parametrize("text", ["output", "/a/b", "C:/x", "postgresql+psycopg://host/db", "sqlite:///x.db", "s3:/bucket", ""])
def test_paths_and_databases_are_no_stores(text):
    assert not is_store(text)


def test_a_prefix_holds_what_lies_below_it_in_the_same_store():
    prefix = StoreUrl("s3", "b/team")
    assert prefix.holds(StoreUrl("s3a", "b/team/x"))
    assert prefix.holds(prefix)
    assert not prefix.holds(StoreUrl("s3", "b/teams"))
    assert not prefix.holds(StoreUrl("gs", "b/team/x"))
    assert StoreUrl("s3", "b/team/*/x").stem() == prefix
