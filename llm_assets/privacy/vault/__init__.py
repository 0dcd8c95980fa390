"""The vault: random codes in the place of ids, kept apart from the data in an encrypted file.

sealed    an encrypted file of chunks that shows every change
book      what the vault holds: (space, domain, value, code), read and written as streams
codes     the codes of one run, as a table that workers map into memory
draw      codes for what has none yet
forget    takes people out who asked to be erased
log       who looked somebody up, and why
"""
