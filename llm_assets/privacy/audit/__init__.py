"""The independent audit: it takes the values of the source itself, and looks for them in what would be published.

It shares no recogniser with the redactor: another tokeniser, another folding, other hashes, patterns of its own. What it shares
is the promise: which values are hunted at which level, and in whose texts (see `scope`).
"""
