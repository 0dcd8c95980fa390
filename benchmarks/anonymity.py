"""Groups of many users: `python -m benchmarks.anonymity [--users 1000000] [--data ../shared/data] [--k 5 10 50]`.

Prints how long k, l and t take over invented users with five quasi-identifiers, how long the search for levels, and what it
costs in information; then the same on UCI Adult for several k, beside the simple way: the declared steps, and all values of
users in groups that are too small blanked. Memory is the peak of the process.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from llm_assets.privacy.anonymity.coding import read_coded
from llm_assets.privacy.anonymity.criteria import Criteria
from llm_assets.privacy.anonymity.diversity import Sensitive, sensitive_column
from llm_assets.privacy.anonymity.figures import diversity_of, pairs_by_group, sizes_of
from llm_assets.privacy.anonymity.groups import form_groups
from llm_assets.privacy.anonymity.hierarchy import build_hierarchy, first_step
from llm_assets.privacy.anonymity.lattice import Lattice, build_lattice
from llm_assets.privacy.anonymity.search import Search
from llm_assets.privacy.generalize import generalized
from llm_assets.privacy.keys import Key
from llm_assets.settings.model import Column, Privacy

_SHARD = 50_000
_PEOPLE: Mapping[str, dict[str, Any]] = {
    "birth_date": {"role": "quasi", "generalize": "month"},
    "zip": {"role": "quasi", "generalize": "prefix:5"},
    "sex": {"role": "quasi"},
    "country": {"role": "quasi"},
    "occupation": {"role": "quasi"},
    "diagnosis": {"role": "sensitive"},
    "income": {"role": "sensitive", "generalize": "round:1000"},
}
_ADULT: Mapping[str, dict[str, Any]] = {
    "age": {"role": "quasi", "generalize": "band:5"},
    "education": {"role": "quasi"},
    "marital_status": {"role": "quasi"},
    "race": {"role": "quasi"},
    "sex": {"role": "quasi"},
    "occupation": {"role": "sensitive"},
}


def people(count: int, folder: Path) -> list[Path]:
    """Shards of invented users: skewed, as people are."""
    dice, paths = np.random.default_rng(7), []
    for number, begin in enumerate(range(0, count, _SHARD)):
        rows = min(_SHARD, count - begin)
        days = np.clip(dice.normal(-3_000, 5_500, rows), -25_000, 5_000).astype("datetime64[D]")
        zips = np.minimum(dice.zipf(1.15, rows), 40_000) * 7_919 % 100_000
        made = {
            "birth_date": days.astype(str),
            "zip": np.char.zfill(zips.astype(str), 5),
            "sex": dice.choice(["f", "m", "x"], rows, p=[0.5, 0.49, 0.01]),
            "country": np.char.add("C", np.minimum(dice.zipf(1.8, rows), 60).astype(str)),
            "occupation": np.char.add("O", np.minimum(dice.zipf(1.4, rows), 80).astype(str)),
            "diagnosis": np.char.add("D", np.minimum(dice.zipf(1.5, rows), 200).astype(str)),
            "income": np.clip(dice.lognormal(10.5, 0.5, rows), 0, 300_000).astype(int).astype(str),
        }
        paths.append(folder / f"users-{number:05d}.parquet")
        pq.write_table(
            pa.table({f"col:{name}": pa.array(values.tolist(), pa.string()) for name, values in made.items()}), paths[-1]
        )
    return paths


def adult(data: Path, folder: Path) -> list[Path]:
    """The 30,162 people of UCI Adult."""
    source = data / "quasi_identifiers" / "adult.csv"
    if not source.exists():
        sys.exit(f"{source} is absent: give the folder with --data")
    texts = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(_ADULT, pa.string()), include_columns=list(_ADULT))
    table = pyarrow.csv.read_csv(source, convert_options=texts)
    path = folder / "users-00000.parquet"
    pq.write_table(table.rename_columns([f"col:{name}" for name in table.column_names]), path)
    return [path]


def loaded(users: Sequence[Path], columns: Mapping[str, Column]) -> Lattice:
    """The lattice of some users, read as the stage does."""

    def read(name: str, step: str) -> Any:
        return read_coded(users, name, lambda value: generalized(value, step))

    quasi = {name: column.generalize for name, column in columns.items() if column.role == "quasi"}
    coded = {name: read(name, first_step(steps)) for name, steps in quasi.items()}
    sensitive: list[Sensitive] = [
        sensitive_column(name, column.generalize[0], read(name, column.generalize[0]))
        for name, column in columns.items()
        if column.role == "sensitive"
    ]
    hierarchies = [build_hierarchy(name, steps, coded[name]) for name, steps in quasi.items()]
    return build_lattice(hierarchies, [each.codes for each in coded.values()], sensitive)


def measure(name: str, users: Sequence[Path], declared: Mapping[str, dict[str, Any]], ks: Sequence[int]) -> None:
    """Prints the figures of one table of users."""
    columns = {column: Column.model_validate(given) for column, given in declared.items()}
    begin = time.perf_counter()
    lattice = loaded(users, columns)
    print(
        f"\n{name}: {lattice.users:,} users, {len(lattice.hierarchies)} quasi-identifiers, {len(lattice.finest.sizes):,} groups"
    )
    print(f"read and coded: {time.perf_counter() - begin:.2f} s")
    begin = time.perf_counter()
    sizes = sizes_of(np.bincount(lattice.place), ks[0])
    told = diversity_of(pairs_by_group(lattice.place, lattice.sensitive), sizes["groups"], lattice.sensitive)
    print(f"k, distinct l, entropy l and t: {time.perf_counter() - begin:.2f} s (k {sizes['smallest']}; {told})")
    print("| k | way | levels | loss | users that lost values | values blanked | seconds | nodes looked at |")
    print("|---:|---|---|---:|---:|---:|---:|---:|")
    for k in ks:
        simple = Search(lattice, Criteria(k), 0, whole=True).look((0,) * len(lattice.hierarchies))
        lost = int(simple.groups.sizes[simple.failed].sum())
        values = int(((simple.groups.codes[:, simple.failed] > 0).sum(axis=0) * simple.groups.sizes[simple.failed]).sum())
        print(f"| {k} | declared steps | as declared | {simple.loss:.3f} | {lost:,} | {values:,} | | |")
        begin = time.perf_counter()
        groups = form_groups(users, columns, "high", Privacy(min_group_size=k), Key(b"k" * 40))
        seconds, section = time.perf_counter() - begin, groups.evidence
        levels = ", ".join(f"{each['column']} {each['chosen']}" for each in section["levels"])
        suppressed, search = section["suppressed"], section["search"]
        print(
            f"| {k} | search | {levels} | {section['loss']['value']:.3f} | {suppressed['users']:,} | "
            f"{sum(suppressed['cells'].values()):,} | {seconds:.1f} | {search['looked']:,} of {search['nodes']:,} |"
        )
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--k", type=int, nargs="+", default=[5, 10, 50])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure("invented", people(options.users, Path(folder)), _PEOPLE, options.k)
    with tempfile.TemporaryDirectory() as folder:
        measure("UCI Adult", adult(options.data, Path(folder)), _ADULT, options.k)


if __name__ == "__main__":
    main()
