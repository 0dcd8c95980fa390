"""Makes users unrecognisable: pseudonyms, recognisers, known values, generalisation, and the audit that checks it all.

from llm_assets.privacy import Redactor
redactor = Redactor(level="high", known_values={"PERSON": ["Anna Smith"]})
redactor.redact(["Anna Smith, anna@example.com"])
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llm_assets.privacy.redactor import Redactor
    from llm_assets.privacy.spans import Span

__all__ = ["Redactor", "Span"]


def __getattr__(name: str) -> Any:
    # All recognisers come with the redactor: a worker that formats or writes must not pay for them.
    if name == "Redactor":
        from llm_assets.privacy.redactor import Redactor

        return Redactor
    if name == "Span":
        from llm_assets.privacy.spans import Span

        return Span
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
