"""Random codes: drawn fairly, found again by value, kept from run to run."""

import time
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from llm_assets.errors import DatasetError
from llm_assets.privacy.keys import Key
from llm_assets.privacy.vault.book import Vault
from llm_assets.privacy.vault.codes import Codes
from llm_assets.privacy.vault.draw import Drawer, draw_codes
from llm_assets.privacy.vault.forget import forget

RUN, VAULT = Key(b"r" * 40), Key(b"v" * 40)


def _settle(tmp_path: Path, pairs: list[tuple[str, str]], *, name: str = "one", space: str = "d/high", run: Key = RUN) -> Codes:
    scratch = tmp_path / name
    scratch.mkdir()
    connection = duckdb.connect()
    rows = pa.table({"domain": [d for d, _ in pairs], "value": [v for _, v in pairs]})
    connection.register("given", rows)
    vault = Vault(tmp_path / "apart" / "vault", VAULT)
    vault.make()
    Drawer(vault, space, run).settle(scratch, scratch / "codes", connection, "SELECT DISTINCT domain, value FROM given")
    return Codes(scratch / "codes", run)


def test_codes_are_letters_fairly_drawn() -> None:
    codes = draw_codes(4_000)
    assert len(set(codes)) == 4_000
    assert {len(code) for code in codes} == {24}
    letters = Counter("".join(codes))
    assert set(letters) == set("abcdefghijklmnopqrstuvwxyz")
    expected = 4_000 * 24 / 26
    # Chi square with 25 degrees of freedom: beyond 70 once in a million runs.
    assert sum((count - expected) ** 2 / expected for count in letters.values()) < 70


def test_a_value_keeps_its_code_and_domains_have_nothing_in_common(tmp_path: Path) -> None:
    pairs = [("user", "4711"), ("users.order", "4711"), ("user", "é\u0301 '\"")]
    first = _settle(tmp_path, pairs)
    again = _settle(tmp_path, [*pairs, ("user", "new")], name="two", run=Key(b"another run's key, 32 characters"))
    assert [first.of(*pair) for pair in pairs] == [again.of(*pair) for pair in pairs]
    assert len({again.of(*pair) for pair in [*pairs, ("user", "new")]}) == 4
    with pytest.raises(DatasetError, match="no random code"):
        first.of("user", "new")


def test_another_space_has_other_codes(tmp_path: Path) -> None:
    high, low = (_settle(tmp_path, [("user", "1")], name=space[-4:], space=space) for space in ("d/high", "d/_low"))
    assert high.of("user", "1") != low.of("user", "1")


def test_many_values_are_found(tmp_path: Path) -> None:
    pairs = [("user", str(number)) for number in range(30_000)]
    codes = _settle(tmp_path, pairs)
    assert len({codes.of(*pair) for pair in pairs[::7]}) == len(pairs[::7])
    vault = Vault(tmp_path / "apart" / "vault", VAULT)
    assert sum(batch.num_rows for batch in vault.rows()) == 30_000
    assert list(vault.reveal(codes.of("user", "77"))) == [("d/high", "user", "77")]


def test_the_files_are_for_the_owner_alone(tmp_path: Path) -> None:
    _settle(tmp_path, [("user", "1")])
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    table = b"".join(path.read_bytes() for path in (tmp_path / "one" / "codes").iterdir())
    assert len(table) == 8 + 8 + 24


@pytest.mark.slow
def test_a_million_ids_in_seconds(tmp_path: Path) -> None:
    """Drawn, sealed, found again; and known ones on the next run."""
    connection = duckdb.connect()
    vault = Vault(tmp_path / "vault", VAULT)
    vault.make()
    wanted = "SELECT 'user' AS domain, 'customer-' || range AS value FROM range(1000000)"
    seconds = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        begin = time.process_time()
        Drawer(vault, "d/high", RUN).settle(tmp_path / name, tmp_path / name / "codes", connection, wanted)
        seconds.append(time.process_time() - begin)
        connection = duckdb.connect()
    tables = [(tmp_path / name / "codes" / "code.bin").read_bytes() for name in ("one", "two")]
    assert tables[0] == tables[1]
    begin = time.process_time()
    assert forget(vault, {"d/high"}, {"customer-77"}.__contains__, None) == 1
    seconds.append(time.process_time() - begin)
    assert max(seconds) < 60
