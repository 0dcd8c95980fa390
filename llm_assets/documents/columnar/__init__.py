"""The formats of our own, whole columns at a time: the same bytes as the formatter of one record, many times as fast."""
