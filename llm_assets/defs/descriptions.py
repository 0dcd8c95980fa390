"""What assets and checks are, for who meets them in Dagster's UI: Markdown, a few sentences, and where to look."""

ASSETS = {
    "raw_dataset": """Users and their interactions, read from the sources and split into shards that each fit in memory.

Rows that cannot be used are in **quarantine**, each with its reason. Columns without a role are dropped.

- Look at `summary` for what became of the rows, at the check `columns_classified` for what was dropped.
- Plots worth watching: `users`, `interactions`, `quarantined_interactions`, `source_bytes`.

**Holds personal data.** It stays in the work folder, which only its owner can read.""",
    "anonymized_users": """Every user anonymised: pseudonyms for ids, tags for what is personal in texts, generalised
quasi-identifiers, shifted times. A user that cannot be processed is in quarantine; the others go on.

- Look at `summary` for what was replaced and how large groups are, at the checks `group_sizes` and `canary_recall` for
  how well it went.
- Plots worth watching: `replaced_PERSON` and its fellows (a kind that jumps is a source that changed), `information_loss`.

Pseudonymised data are still **personal data**; they stay in the work folder.""",
    "formatted_documents": """Anonymised users as documents, in every format of the settings; searched for leaks as they are
written.

- Look at `summary` for documents, tokens and bytes of each format.
- Plots worth watching: `tokens` (what a model will be asked to read) and `documents`.

The check `no_known_identifiers` stops a run here when a value of the source is left.""",
    "output_tree": """The published tree: staged beside the old one, audited file by file, and exchanged with it whole.

When a check that blocks fails, **nothing is published** and the old tree stands. One that warns stops nothing: read it.

- Look at `summary` for what was published and the risk that is left, at `preview` for three documents of invented people.
- `path`, `privacy_report` and `manifest` say where tree, evidence and list of files are.
- Plots worth watching: `attacker_A` to `attacker_C` (people that can be linked), `smallest_group`, `canary_recall`.""",
}

# What an asset holds, as a tag: who searches the catalogue for it finds where personal data are.
HOLDS = {
    "raw_dataset": {"holds": "personal_data"},
    "anonymized_users": {"holds": "pseudonymised_data"},
    "formatted_documents": {"holds": "pseudonymised_data"},
    "output_tree": {"holds": "audited_data"},
}

CHECKS = {
    "no_known_identifiers": "No direct identifier of the source stands in a record, a file or a file name.",
    "no_pii_patterns": "Nothing is left that looks like an e-mail, a card, an IBAN or a secret.",
    "no_reversible_ids": "No plain id, no unkeyed hash and no base64 of a value of the source.",
    "canaries_removed": "No canary value whose removal is guaranteed is left, and no canary is in the tree.",
    "matches_manifest": "Every file is as the manifest says, and there is no other.",
    "every_user_published": "Every user that was formatted is in the tree, in each format.",
    "splits_disjoint": "No user and no conversation stands in two of the splits for training.",
    "motivated_intruder": "No attacker that gates links more people to their profiles than the limit allows.",
}
