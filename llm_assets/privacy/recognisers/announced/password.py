"""PASSWORD: what is typed after the words that announce it, in well-written texts and in chats without punctuation.

No validator: a value holds a digit or a sign, stands in quotes, or ends the text after "is" or ":"; ordinary words that
people write about passwords are none (`stop_words`). Level high.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.announced.quantity import is_unit
from llm_assets.privacy.recognisers.announced.stop_words import is_ordinary
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

_CUES = (
    r"pas{1,2}[ \-_]?(?:w(?:o?r?d|or[sd]?|ard|rod|oort|ort)|owrd|wr[od]{2}|code|phrase)s?|passwd|paswd|pswd|pass?wrt|"
    r"pword|pwd|psw|pw"
    r"|kennwort|kennworter|losungswort|wachtwoord(?:en)?|paswoord|contrasen[ay]|contrasenia|mot de passe|mots de passe|"
    r"motdepasse|mdp"
    r"|parola d'ordine|parola chiave|senha|palavra[ \-]passe|palavra[ \-]chave|losenord|adgangskode|passord|salasana|"
    r"haslo|has\xe0o|heslo|jelszo|sifre"
)
# Words that mean more than a password: only right before a colon, or after "my".
_SHORT_CUES = r"(?:pass|clave|parola)[ \t]*[:=]|my pass\b|mi clave\b"
# A variable of an environment or a settings file: DB_PASSWORD=…
_VARIABLE = r"\b[A-Z][A-Z0-9_]{0,30}_(?:PASSWORD|PASSWD|PASS|PWD)[ \t]*[:=]"
PATTERN = rf"(?i:\b(?:(?:{_CUES})\b|{_SHORT_CUES}))|{_VARIABLE}"

_LINK = re.compile(
    r"(?:[ \t]*\((?:[^()\n\x00\x01]{1,30})\))?"  # Password (case sensitive): …
    r"[ \t]*(?P<link>"
    r"(?:(?:for|to|fur|para|pour|per|voor) (?:it|this|that|the \w{2,12}|my \w{2,12}|\w{2,12})[ \t]*)?"
    r"(?:(?:is|was|are|its|it's|iz|ist|war|lautet|sind|es|era|son|est|etait|sont|e|e'|sono|is|zijn|luidt|sao|sera)\b"
    r"(?:[ \t](?:now|currently|still|set to|jetzt|ahora|maintenant|adesso|nu|agora|also|simply|just|as follows|"
    r"the following)\b)*"
    r"[ \t]*[:=]*|[:=>\-]+|\bas\b|\b(?:set|changed) to\b)?"
    r")[ \t]*(?P<line>\n[ \t]*)?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"'\x80`]([^\"'\x80`\n\x00\x01]{3,40})[\"'\x80`](?![A-Za-z])")
_TOKEN = re.compile(r"[^\s\x00\x01]+")
_CLOSING = re.compile(r"[.,;:!?)\]}>\"'\x80]+$")
_CODE = re.compile(
    r"[(){}<>\[\];%]|^\$|::|->|\\|\.\w+\.|^(?:str|string|bool|true|false|null|none|nil|undefined|text|varchar|char)\b|"
    r"^[*xX.\-_?\x80]+$|^https?:|^www\.",
    re.I,
)
_NEXT_FIELD = re.compile(
    r"[ \t,;]*(?:(?:and|und|y|et|e|en|&)[ \t])?(?:[ \t]*(?:my|the))?[ \t]*(?:user|name|login|e-?mail|mail|pin|acc|id\b|"
    r"phone|nom|usuario|benutzer|utente|url|host|server)"
)
_GIVES = re.compile(r"(?:^\W*$|\b(?:my|name|user|username|id|login|company|account|sure|yes|here)\b)")
_ASKS = re.compile(
    r"\b(?:forg[oe]t\w*|reset\w*|chang\w*|need\w*|want\w*|lo[so]e?t?|recover\w*|what|whats|how|why|can|cant|cannot|could|"
    r"couldnt|did|didnt|do|"
    r"does|dont|doesnt|not|no|never|update\w*|enter\w*|type\w*|use|using|create\w*|new|give|send|tell|know|remember|help|"
    r"issue|problem|"
    r"wrong|without|please|via|or|of|about|same|password|where|when|which|should|must|set|add|remove|delete|show|hide|"
    r"store|any|old)\b|\?"
)  # fmt: skip
_MORE = re.compile(r"[ \t]*(?:[,/|]|\b(?:or|and|oder|und|o|y|ou|et|e|of|en)\b)[ \t]*(?=[^\s\x00\x01])")
_LONGEST = 160


def _accept(candidate: Candidate) -> Iterator[Hit]:
    begin = candidate.start + len(candidate.text.rstrip(":= \t"))
    text = candidate.buffer[begin : min(candidate.ceiling, begin + _LONGEST)].decode("latin-1")
    if candidate.start > candidate.floor and candidate.buffer[candidate.start - 1] in b"/.?&#@":
        return
    link = _LINK.match(text)
    if link is None or (link["line"] and link["link"][-1:] != ":"):
        return
    if not link["link"] and (link.end() == 0 or candidate.text.lower().endswith("words")):
        return
    start = link.end()
    for end in _values(candidate, text, start, link["link"].strip().lower()):
        key = text[start:end]
        yield Hit(begin + start, begin + end, "PASSWORD", "password-announced", key)
        more = _MORE.match(text, end)
        if more is None:
            return
        start = more.end()


def _values(candidate: Candidate, text: str, start: int, link: str) -> Iterator[int]:
    """Where the value ends that begins at `start`; asked again, where the value that goes on after "or" ends."""
    end = _end(candidate, text, start, link)
    while end:
        yield end
        more = _MORE.match(text, end)
        token = _TOKEN.match(text, more.end()) if more else None
        if token is None or not _is_mixed(_bare(token[0])) or _CODE.search(_bare(token[0])):
            return
        end = token.start() + len(_bare(token[0]))


def _end(candidate: Candidate, text: str, start: int, link: str) -> int:
    quoted = _QUOTED.match(text, start)
    if quoted and not all(is_ordinary(word) for word in quoted[1].split()) and not _CODE.search(quoted[1]):
        return quoted.end()
    token = _TOKEN.match(text, start)
    if token is None:
        return 0
    word = _bare(token[0])
    if not word or not (is_plain(ord(word[0])) or word[0] in "!#@+&\xe0") or _CODE.search(word) or is_ordinary(word):
        return 0
    end = start + len(word)
    follow = text[end : end + 32].lower()
    if _is_mixed(word):
        return end if len(word) > 3 and not _counts(follow) else _spelt(text, start)
    if word.isdigit():
        return _spelt(text, start) if not _counts(follow) and (len(word) > 2 or link) else 0
    return _spelt(text, start) or _plain_word(candidate, text, start, end, link)


def _spelt(text: str, start: int) -> int:
    """The end of a value that an unpunctuated chat spreads over short tokens: "gk 56 j", "suresh 123"."""
    end, digits = start, 0
    for tokens, token in enumerate(_TOKEN.finditer(text, start)):
        word = _bare(token[0])
        if not word.isalnum() or not word.isascii() or is_ordinary(word) or tokens > 4 or "\n" in text[end : token.start()]:
            break
        figures = any(map(str.isdigit, word))
        if tokens and not figures and digits and len(word) > 4:
            break
        if not figures and tokens > 1 and not digits:
            break
        if figures:
            digits += len(word)
            end = token.start() + len(word)
        elif digits:
            # Letters that come after the digits are of the value where nothing comes after them.
            rest = text[token.end() :].strip(" .!")
            if rest and not rest[0].isdigit():
                break
            end = token.start() + len(word)
        if word != token[0]:
            break
    enough = digits and sum(map(str.isalnum, text[start:end])) > 2
    return end if enough and not _counts(text[end : end + 32].lower()) else 0


def _plain_word(candidate: Candidate, text: str, start: int, end: int, link: str) -> int:
    """The end of a value of letters only: it ends the line or the sentence, or another field follows."""
    word, rest = text[start:end], text[end:]
    if len(word) < 3:
        return 0
    closes = (
        rest.strip(" .!\"'\x80)") == "" or rest.lstrip(" .,;)").startswith("\n") or _NEXT_FIELD.match(rest.lower()) is not None
    )
    lead = candidate.context(64)
    if link:
        capitals = word[1:] != word[1:].lower() and not word.isupper()
        return end if capitals or (closes and not _ASKS.search(lead[-24:])) else 0
    if not _GIVES.search(lead) or _ASKS.search(lead) or "\n" in lead or rest.strip(" .!") not in ("", *_second(rest)):
        return 0
    return end + len(rest.rstrip(" .!"))


def _second(rest: str) -> tuple[str, ...]:
    """The one more word that may belong to a value of letters."""
    word = rest.strip(" .!")
    return (word,) if word.isalpha() and not is_ordinary(word) else ()


def _bare(token: str) -> str:
    """A token without the punctuation that follows it; a sign that ends a mixed password ("Crystal2020!") stays."""
    bare = _CLOSING.sub("", token)
    tail = token[len(bare) :]
    return bare + "!" * tail.startswith("!") if _is_mixed(bare) and tail in ("!", "!.") else bare


def _is_mixed(word: str) -> bool:
    """Whether a token holds letters and digits, or a sign that no word holds."""
    figures = any(map(str.isdigit, word))
    letters = any(map(str.isalpha, word))
    return (figures and (letters or not word.isdigit())) or (letters and any(sign in word for sign in "!@#$&*+=_"))


def _counts(follow: str) -> bool:
    """Whether the word that follows says that the value counts something: password 100 times."""
    return is_unit(follow.lstrip(" -").split(" ", 1)[0].strip(".,;:!?)"))


PASSWORD = Recogniser(
    "password",
    PATTERN,
    _accept,
    "high",
    rules=(
        Rule(
            "password-announced",
            "PASSWORD",
            "password is X, pw: X, Passwort lautet X, contrasena: X, mot de passe X",
            "a word for password before it; the value holds a digit or a sign, or ends the text",
            level="high",
        ),
    ),
)
