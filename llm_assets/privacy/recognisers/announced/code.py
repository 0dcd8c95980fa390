"""PINs, one-time codes and card verification values: few digits that open something, after (or before) the words that say so.

PASSWORD, and no SECRET: they are typed, and few. No validator but their length: three to eight digits, or a short code with
digits. Level high.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.announced.quantity import is_counted, is_year
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

_KINDS = (
    r"(?:verification|security|confirmation|access|login|log-in|sign-?in|one[ \-]?time|sms|auth(?:entication|orization|"
    r"orisation)?|activation|unlock|entry|door|"
    r"gate|alarm|2fa|mfa|tan|recovery|backup|reset|validation|google|whatsapp|telegram|pairing|invite|"
    r"reservation)[ \-](?:pin|code|passcode|token|number)"
)
_CUES = (
    rf"pin(?:[ \-]?(?:number|code|no|nummer|nr))?|otp(?:[ \-]code)?|cvv2?|cvc2?|cvn|csc|card verification (?:value|code|"
    rf"number)|{_KINDS}|(?:your|my) code|mtan"
    r"|geheimzahl|bestatigungscode|sicherheitscode|prufziffer|zugangscode|freischaltcode|code de (?:verification|securite|"
    r"confirmation)|code secret|code pin"
    r"|codigo (?:de )?(?:verificacion|seguridad|acceso|confirmacion|verificacao|seguranca|acesso|confirmacao)|codigo pin|"
    r"codice (?:di )?(?:verifica|sicurezza|accesso|conferma)|codice pin"
    r"|pincode|verificatiecode|beveiligingscode|toegangscode|inlogcode"
)
_GAP = r"(?:[ \t:#=()'\"\-\x80]|\b(?:number|code|no|nr|is|was|are|ist|lautet|es|est|e|luidt|for \w+|the|here)\b|\n)*"
PATTERN = (
    rf"(?i:\b(?:{_CUES}){_GAP}(?:[A-Z]-|[A-Z]{{1,4}})?[0-9]|\bcode[ \t]*:?[ \t]*[0-9]{{6}}\b|\b[0-9]{{4,8}} (?:is|ist|est|"
    rf"es|e|as) (?:your|my|the|ihr|dein|votre|ton|su|tu|il tuo|o seu|je|uw)\b)"
)
_PARTS = re.compile(rf"(?P<cue>{_CUES})(?P<gap>{_GAP})(?P<start>(?:[A-Za-z]-|[A-Za-z]{{1,4}})?\d)$", re.IGNORECASE)
_VALUE = re.compile(r"(?:[A-Za-z]-)?(?:\d{3}[ \-]\d{3}|[A-Za-z]{0,4}\d{2,8}[A-Za-z0-9]{0,4})(?![A-Za-z0-9]|[.,:/\-]\d)")
_BEFORE = re.compile(r"(\d{4,8}) ")
_SAYS_CODE = re.compile(r"[\w' ]{0,30}\b(?:code|pin|otp|passcode|password|passwort|codigo|codice)\b")
_NO_PIN = re.compile(
    r"\b(?:promo|discount|error|country|area|postal|zip|dial|source|colou?r|dress|bar|qr|hex|status|exit|product|model|"
    r"gpio|voucher)[ \-]$"
)


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, start = candidate.buffer, candidate.start
    if buffer[start] < 0x3A:
        yield from _said_after(candidate)
        return
    if candidate.text[:4].lower() == "code" and candidate.text[-6:].isdigit():
        if not _NO_PIN.search(candidate.context(16)) and candidate.alone() and not is_counted("", candidate.following()):
            yield Hit(candidate.end - 6, candidate.end, "PASSWORD", "code-announced", candidate.text[-6:])
        return
    parts = _PARTS.match(candidate.text)
    if (
        parts is None
        or (start > candidate.floor and (is_plain(buffer[start - 1]) or buffer[start - 1] in b"/.?&@_-"))
        or not parts["gap"]
    ):
        return
    begin = start + parts.start("start")
    window = buffer[begin : min(candidate.ceiling, begin + 40)].decode("latin-1")
    value = _VALUE.match(window)
    linked = re.search(r"[:=#]|is|ist|lautet|es|est|luidt", parts["gap"], re.IGNORECASE) is not None
    if value is None or ("\n" in parts["gap"] and ":" not in parts["gap"]) or _NO_PIN.search(candidate.context(16)):
        return
    digits = "".join(filter(str.isdigit, value[0]))
    follow = window[value.end() :].lower()
    # "pin 12" of a connector, a model, a year are no PIN; cards have CVVs of three digits.
    bare = not follow.strip(" .")
    three = linked or (bare and "secur" in parts["cue"].lower())
    long_enough = len(digits) >= (3 if parts["cue"].lower()[:2] in ("cv", "cs", "ca") or three else 4)
    if not long_enough or (not linked and is_year(digits) and not bare) or is_counted("", follow):
        return
    yield Hit(begin, begin + value.end(), "PASSWORD", "code-announced", value[0])


def _said_after(candidate: Candidate) -> Iterator[Hit]:
    """482913 is your code."""
    value = _BEFORE.match(candidate.text)
    follow = candidate.following(48)
    if value and candidate.alone() and _SAYS_CODE.match(follow):
        end = candidate.start + len(value[1])
        begin = (
            candidate.start - 2
            if candidate.buffer[max(candidate.floor, candidate.start - 2) : candidate.start] == b"G-"
            else candidate.start
        )
        yield Hit(begin, end, "PASSWORD", "code-announced", value[1])


CODE = Recogniser(
    "code",
    PATTERN,
    _accept,
    "high",
    rules=(
        Rule(
            "code-announced", "PASSWORD", "PIN: 1234, CVV 123, your code is 482913, 482913 is your verification code, OTP 3794",
            "a word for such a code beside it; three to eight digits", level="high",
        ),
    ),
)  # fmt: skip
