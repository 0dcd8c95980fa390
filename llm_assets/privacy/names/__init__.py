"""PERSON in free text: a compact tagger over name lists and context."""
