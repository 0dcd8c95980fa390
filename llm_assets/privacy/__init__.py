"""Makes users unrecognisable: pseudonyms, recognisers, known values, generalisation, and the audit that checks it all.

from llm_assets.privacy import Redactor
redactor = Redactor(level="high", known_values={"PERSON": ["Anna Smith"]})
redactor.redact(["Anna Smith, anna@example.com"])
"""

from llm_assets.privacy.redactor import Redactor
from llm_assets.privacy.spans import Span

__all__ = ["Redactor", "Span"]
