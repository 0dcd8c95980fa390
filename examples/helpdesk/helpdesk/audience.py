"""What this project does with the published trees: everything in them may be read by anybody who works here."""

from pathlib import Path

import dagster as dg

from llm_assets import read_interactions, read_profiles

PROJECT = Path(__file__).parents[1]
TREES = {name: dg.AssetKey([name, "output_tree"]) for name in ("support", "reviews")}


@dg.asset(deps=list(TREES.values()), group_name="audience", kinds={"pandas", "csv"})
def audience() -> dg.MaterializeResult[None]:
    """How much there is to learn from, by dataset: published/audience.csv."""
    lines = ["dataset,users,interactions,words"]
    figures: dict[str, int] = {}
    for name in TREES:
        tree = PROJECT / "published" / name
        profiles, interactions = read_profiles(tree), read_interactions(tree)
        words = sum(len(str(text).split()) for text in interactions.filter(like="text.").to_numpy().ravel())
        lines.append(f"{name},{len(profiles)},{len(interactions)},{words}")
        figures |= {f"{name}_users": len(profiles), f"{name}_words": words}
    (PROJECT / "published" / "audience.csv").write_text("\n".join(lines) + "\n")
    return dg.MaterializeResult(metadata=figures)
