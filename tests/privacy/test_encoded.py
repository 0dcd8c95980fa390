"""Base64 in texts: what it hides is found, wherever it stands."""

import base64
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy import Redactor
from llm_assets.privacy.encoded import decoded
from llm_assets.privacy.view import View

_KNOWN = {"PERSON": ["Anna Kübler"], "ID_OTHER": ["CUS1VFBEC"]}
_redactor = Redactor(key="k" * 40, known_values=_KNOWN, names=False)
_VALUES = (
    "Anna Kübler",
    "CUS1VFBEC",
    "bob@host.com",
    '{"mail": "bob@host.com", "n": 1}',
    "a line\nDE89 3704 0044 0532 0130 00",
)


@settings(deadline=None, max_examples=80)  # the first call compiles
@given(
    st.sampled_from(_VALUES),
    st.sampled_from(["", "=", "key==", "?token=", "https://host.example/?t=", "/u/", "id-", "a_b-", "token%3D", "x,"]),
    st.sampled_from(["", ".", "&x=1", "/edit", "-x", " there", "%26y"]),
    st.sampled_from(["standard", "urlsafe", "quoted"]),
)
def test_what_stands_in_base64_is_redacted(value: str, before: str, after: str, how: str) -> None:
    """Neither the redactor nor the audit looked behind a sign of equality."""
    data = value.encode()
    written = (base64.urlsafe_b64encode if how == "urlsafe" else base64.b64encode)(data).decode()
    written = quote(written, safe="") if how == "quoted" else written.rstrip("=")
    redacted = _redactor.redact([f"see {before}{written}{after}"])
    assert written[:8] not in redacted[0]
    assert _redactor.redact(redacted) == redacted


def test_other_base64_and_words_stay() -> None:
    texts = [
        base64.b64encode(b"nothing of anybody at all").decode(),
        "internationalization/understanding-passphrases_everywhere",
    ]
    assert _redactor.redact(texts) == texts


@settings(deadline=None)
@given(st.lists(st.sampled_from(["QUJD", "REVG", "-", "/", "_", "+", "=", "é", "w6k", " "]), max_size=60).map("".join))
def test_every_row_that_is_given_lies_in_its_text_and_decodes(text: str) -> None:
    view = View([text])
    for first, end, found in decoded(view):
        row = view.pattern[first:end].tobytes().decode().rstrip("=").translate(str.maketrans("-_", "+/"))
        row = row[: len(row) - (len(row) % 4 == 1)]
        assert base64.b64decode(row + "=" * (-len(row) % 4)).decode() == found
