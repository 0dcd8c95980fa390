"""The search engine of the recognisers: their patterns as one program, and a compiled automaton that reads it."""
