"""The shop: two assets that return DataFrames, and an IO manager that keeps them out of Dagster's storage."""

from pathlib import Path

import dagster as dg
import pandas as pd

from helpdesk.people import handle, opinions, people


class PrivateTables(dg.ConfigurableIOManager):
    """Keeps a DataFrame as Parquet in a folder that only its owner may read. The default IO manager would pickle it into
    Dagster's storage, where it stays, with all who are in it."""

    folder: str

    def handle_output(self, context: dg.OutputContext, frame: pd.DataFrame) -> None:
        """Writes the frame, in place of the one before."""
        path = self._path(context)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        frame.to_parquet(new)
        new.replace(path)

    def load_input(self, context: dg.InputContext) -> pd.DataFrame:
        """The frame as it was written last."""
        return pd.read_parquet(self._path(context))

    def _path(self, context: dg.OutputContext | dg.InputContext) -> Path:
        return Path(self.folder, *context.asset_key.path).with_suffix(".parquet")


@dg.asset(group_name="shop", io_manager_key="private_tables")
def shoppers() -> pd.DataFrame:
    """Who buys."""
    rows = [
        {
            "shopper": person.number,
            "full_name": person.name,
            "handle": handle(person),
            "country": "PT" if person.number % 4 else "ES",
        }
        for person in people(40, seed=3)
    ]
    return pd.DataFrame(rows)


@dg.asset(group_name="shop", io_manager_key="private_tables")
def product_reviews() -> pd.DataFrame:
    """What they say of it."""
    rows = [
        {"shopper": person.number, "written": at, "product": f"P{number % 7}", "stars": number % 5 + 1, "review": text}
        for number, (person, at, text) in enumerate(opinions(people(40, seed=3), seed=4))
    ]
    return pd.DataFrame(rows)
