"""Which failures may pass by themselves."""

import errno

import pytest

from llm_assets.dataset.databases.trouble import told
from llm_assets.errors import ConfigError, DatasetError, OutputError, PrivacyViolation, is_transient
from llm_assets.stores.attempts import StoreError
from llm_assets.tree.target import cannot_write


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OutputError("x", transient=True), True),
        (OutputError("x"), False),
        (PrivacyViolation("x"), False),
        (ConfigError("x"), False),
        (OSError(errno.EIO, "x"), True),  # a disk of the network
        (OSError(errno.ESTALE, "x"), True),  # NFS, whose server came back
        (ConnectionResetError(errno.ECONNRESET, "x"), True),
        (TimeoutError(), True),
        (OSError(errno.ENOSPC, "x"), False),  # somebody must make room
        (OSError(errno.EDQUOT, "x"), False),
        (PermissionError(errno.EACCES, "x"), False),
        (OSError(errno.EROFS, "x"), False),
        (FileNotFoundError(errno.ENOENT, "x"), False),
        (StoreError("x"), False),  # said by whoever turns it into an error of ours, by its kind
        (ValueError("x"), False),
        (MemoryError(), False),
    ],
)
def test_what_may_pass_by_itself(error: BaseException, passes: bool) -> None:
    assert is_transient(error) is passes


def test_an_output_that_cannot_be_written_says_what_the_system_said(tmp_path) -> None:
    assert cannot_write(OSError(errno.EIO, "x"), tmp_path).transient
    assert not cannot_write(OSError(errno.ENOSPC, "x"), tmp_path).transient


class _Refused(Exception):
    def __init__(self, sqlstate: str, text: str = "") -> None:
        super().__init__(text)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (_Refused("08006"), True),  # the connection broke
        (_Refused("40001"), True),  # a replica, or a deadlock
        (_Refused("53300"), True),  # too many connections
        (_Refused("57P03"), True),  # it is starting
        (_Refused("53100"), False),  # its disk is full
        (_Refused("57014"), False),  # a statement that takes too long will do so again
        (_Refused("28P01"), False),
        (_Refused("42P01"), False),
        (Exception(2006, "gone away"), True),  # MySQL
        (Exception(1045, "denied"), False),
        (Exception("database is locked"), True),  # SQLite
        (Exception("IO Error: Could not set lock on file"), True),  # DuckDB
        (Exception("unable to open database file"), False),
        (Exception("connection failed: password authentication failed"), False),
        (Exception("connection failed: connection refused"), True),
    ],
)
def test_which_failures_of_a_database_may_pass(error: Exception, passes: bool) -> None:
    with pytest.raises(DatasetError) as caught, told("x"):
        raise error
    assert caught.value.transient is passes
