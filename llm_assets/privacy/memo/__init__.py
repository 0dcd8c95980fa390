"""Redacted texts of runs before, for those of which nothing has changed: not the text, nor where it stands, nor any known value
that could be found in it."""
