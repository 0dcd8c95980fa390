"""Canaries: people who do not exist, with values that are known, who go through each run to measure what is removed.

Some are users of the table, so that the known values are tested; others stand in texts only, so that the recognisers are.
Their rows have the columns that the settings declare and are redacted by the code, level, policy and model of the run, beside
the real shards: they are in no count, group, split or file.
What does not belong here: the search of the tree for them (`audit.canaries`).
"""
