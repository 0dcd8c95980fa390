"""Opens the store behind a URL with the class that knows it best."""

from llm_assets.stores.objects import Store
from llm_assets.stores.s3 import S3Store
from llm_assets.stores.urls import StoreUrl


def open_store(url: StoreUrl) -> Store:
    """The store; nothing is asked of it yet. Raises ConfigError when its library is not installed."""
    return (S3Store if url.protocol == "s3" else Store)(url)
