"""The database server of the tests."""

from tests.dataset.databases.conftest import postgres as postgres
