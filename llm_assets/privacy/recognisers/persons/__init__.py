"""PERSON by rules: names that no list knows, where the words around announce them.

One module a kind of announcement; `names` reads the name that follows, `words` says what is none.
"""

from llm_assets.privacy.recognisers.persons.answers import ANSWER
from llm_assets.privacy.recognisers.persons.introductions import INTRODUCTION
from llm_assets.privacy.recognisers.persons.labels import LABEL
from llm_assets.privacy.recognisers.persons.letters import LETTER
from llm_assets.privacy.recognisers.persons.relations import RELATION
from llm_assets.privacy.recognisers.persons.titles import TITLE
from llm_assets.privacy.recognisers.recogniser import Recogniser

PERSONS: tuple[Recogniser, ...] = (TITLE, INTRODUCTION, LABEL, LETTER, RELATION, ANSWER)

__all__ = ["PERSONS"]
