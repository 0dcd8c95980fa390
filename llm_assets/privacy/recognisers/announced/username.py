"""USERNAME: handles and mentions (@jane_doe, u/jane_doe), and names that the words before them announce.

No validator. Sources of the forms: X/Twitter (letters, digits, underscore), Instagram and Mastodon (also dots; @user@host),
Reddit (u/name). Annotations and at-rules of program code (@Override, @media, @angular/core) have the same form and are left
alone. Level high.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.announced.stop_words import is_ordinary
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

_HANDLE = re.compile(rb"@[A-Za-z0-9_][A-Za-z0-9_.\-]*(?:@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)?")
_MEMBER = re.compile(rb"u/[A-Za-z0-9_\-]{3,20}", re.IGNORECASE)
_CLOCK = re.compile(rb"@\d{1,2}(?:[:.h]\d\d)?(?:am|pm|uhr|h)?|@\d+(?:[.,]\d+)*[a-z%]{0,5}|@[0-9.x]+", re.IGNORECASE)
_ANNOTATIONS = frozenset(
    """
    abstract after aftereach afterall all apidoc app args attribute author authors autowired bean before beforeeach
    beforeall brief
    builder cache callback category channel charset class classmethod code component configuration const constant
    constructor container
    contextmanager controller copyright counter-style data dataclass default define defgroup delete deprecated description
    deprecation
    describe directive dynamic else embeddable emits end endif endforeach endsection entity enum enumerate event everyone
    example except exception
    exports extends fields file final fixture font-face font-feature-values foreach fires for function generated generator
    get getter
    global group head here hook hostlistener html id if ignore implementation implements import in include inheritdoc ingroup
    inject injectable input interface internal jsonproperty keyframes kind layer lazy license link list listener lombok
    lru_cache mainpage media
    memberof method mixin mock model module name namespace ngmodule noinspection nonnull nonatomic nonnullable note
    nullable objc
    objcmembers observable optional options org output overload override package page param params parameter parent pipe post
    postconstruct private profile prop property protected protocol provides public published put pytest query raise raises
    readonly ref
    remark repository requestbody requestmapping required rest restcontroller return returns route safevarargs schema
    section see selector
    service setter setup signature since slot skip source springbootapplication state static staticmethod step store struct
    stylesheet subsection summary super supports suppresswarnings synchronized synthesize tag tailwind apply tags task
    template test
    tests this throw throws timeout todo transaction transactional transient try tuple type typedef ui use usage val value valid
    var variable version view viewchild viewport virtual volatile warning watch with wraps xmlelement yield
    home work school lunch night noon midnight gmail gmail.com yahoo yahoo.com hotmail hotmail.com outlook.com the my least once
    """.split()
)  # fmt: skip

_NAMES = (
    r"user[ \-_]?names?|usernam|user[ \-_]?id|screen[ \-_]?name|nick[ \-_]?name|gamer[ \-]?tag|log[ \-]?in[ \-_](?:name|"
    r"id)|benutzer(?:name|kennung)"
    r"|nutzername|anmeldename|nombre de usuario|nom d'utilisateur|nome utente|nom d'usuari|gebruikersnaam|inlognaam|"
    r"nome de (?:usuario|utilizador)"
)
# Words that also mean something else: only with what links them to a value, or with a value that holds a digit.
_WORDS = r"login|handle|nick|benutzer|kennung|identifiant|pseudo|usuario|utente|utilizador|gebruiker"
_NETWORKS = (
    r"skype|discord|telegram|instagram|insta|ig|twitter|snap(?:chat)?|tiktok|twitch|psn|xbox|steam|github|gitlab|kik|"
    r"wechat|line|mastodon"
)
_IS = r"[ \t]*(?:[:=(]|(?:is|ist|lautet|es|est|luidt|was|e)[ \t])"
PATTERN = (
    rf"(?i:\b(?:(?:{_NAMES})\b|(?:{_WORDS})(?:{_IS}|[ \t][A-Za-z_.]*[0-9])|(?:{_NETWORKS})(?:{_IS}|[ \t](?:id|handle|name|"
    rf"user|account|acc|nick|tag)\b)|user(?:=|[ \t]['\"]?[A-Za-z][A-Za-z0-9]*[_.]?[A-Za-z]*[0-9])))"
)
_CUE = re.compile(rf"(?:{_NAMES})\b|(?:{_WORDS})\b|(?:{_NETWORKS})\b|user(?=[= \t])", re.IGNORECASE)
_NETWORK = re.compile(_NETWORKS, re.IGNORECASE)
_LINK = re.compile(
    r"(?P<kind>[ \t]+(?:id|name|handle|username|user name|account|acc|user|nick|tag|profile))?"
    r"(?:[ \t]*\([^()\n\x00\x01]{1,30}\))?[ \t]*"
    r"(?P<link>(?:(?:is|was|ist|lautet|es|est|e|e'|luidt)\b[ \t]*[:=]*|[:=]+)?)[ \t]*(?P<line>\n[ \t]*)?(?:@|live:)?",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z0-9_\xe0][A-Za-z0-9_.\-\xe0]{1,38}(?:#\d{4})?(?![A-Za-z0-9_(@/\\\[]|\xe0)")
_ACCOUNT = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+)+")
_LOGS = re.compile(r"\b(?:for|by|from|invalid|unknown|illegal|as|failed) (?:the )?$", re.IGNORECASE)
_NEXT_FIELD = re.compile(
    r"[ \t,;]*(?:(?:and|und|y|et|e|en|&)[ \t])?[ \t]*(?:my|the|mein|mi|mon|il|de)?[ \t]*(?:pas|pwd|pw\b|pin|kennwort|"
    r"contras|mot de|wachtw|senha|mdp)"
)
_ASKS = re.compile(
    r"\b(?:forgot\w*|reset\w*|change\w*|wrong|without|what|how|where|no|not|dont|a|an|enter|choose|new)[ \t]+(?:my |the |"
    r"your )?$"
)


def _mentioned(candidate: Candidate) -> Iterator[Hit]:
    buffer, start, floor, ceiling = candidate.buffer, candidate.start, candidate.floor, candidate.ceiling
    before = buffer[start - 1] if start > floor else 0
    if before == ord("/") and candidate.text[0] in "uU":  # /u/name, and no piece of a path
        before = buffer[start - 2] if start - 1 > floor else 0
    if is_plain(before) or before in b"._-+%/@=\\\x01&" or (before == 0xE0 and buffer[start] != 0x40):
        return
    match = (_HANDLE if candidate.text.startswith("@") else _MEMBER).match(buffer, start, min(ceiling, start + 90))
    if match is None:
        return
    end = start + len(match[0].rstrip(b".-"))
    name = buffer[start:end].decode("latin-1").removeprefix("@")
    after = buffer[end:ceiling][:1] if end < ceiling else b""
    if buffer[start] == 0x40 and (
        _is_code(candidate, name, end, after) or _CLOCK.fullmatch(buffer, start, end) or len(name) < 2
    ):
        return
    if after in (b"\x01", b"@"):
        return
    yield Hit(start, end, "USERNAME", "handle-mention", name.lower().removeprefix("u/"))


def _is_code(candidate: Candidate, name: str, end: int, after: bytes) -> bool:
    """Whether a mention is an annotation, a package scope, a decorator or a variable of program code."""
    buffer = candidate.buffer
    if (
        name.lower() in _ANNOTATIONS
        or name.partition(".")[0].lower() in _ANNOTATIONS
        or after in (b"(", b"/", b"{", b"[", b"=", b"\\")
    ):
        return True
    follow = buffer[end : min(candidate.ceiling, end + 40)]
    if re.match(
        rb"[ \t]*(?:=|:=|\+=|<-|\{)|[ \t]*\n\s*(?:def|class|async|public|private|protected|static|function|func|fun|let|"
        rb"var|val|@\w+\s*\n)\b|[ \t]+(?:int|varchar|nvarchar|datetime|bit)\b",
        follow,
        re.I,
    ):
        return True
    lead = buffer[max(candidate.floor, candidate.start - 12) : candidate.start].lower()
    return (
        re.search(rb"(?:[=<>] ?|\b(?:set|declare|select|exec) |\* |npm i |install |add |from ['\"]|require\(['\"])$", lead)
        is not None
    )


def _announced(candidate: Candidate) -> Iterator[Hit]:
    cue = _CUE.match(candidate.text)
    if cue is None or (candidate.start > candidate.floor and candidate.buffer[candidate.start - 1] in b"/.?&#@_-"):
        return
    begin = candidate.start + cue.end()
    text = candidate.buffer[begin : min(candidate.ceiling, begin + 100)].decode("latin-1")
    link = _LINK.match(text)
    if link is None or (link["line"] and not link["link"].endswith(":")) or link.end() == 0:
        return
    value = _NAME.match(text, link.end())
    if value is None:
        return
    name = value[0].rstrip(".-")
    end = value.start() + len(name)
    if (name.isdigit() and len(name) < 4) or is_ordinary(name) or not any(map(str.isalnum, name)):
        return
    # In log lines; in program text an object stands there (user=request.user).
    if cue[0].lower() == "user":
        spelled = name.isalnum() or (text[:1] != "=" and _ACCOUNT.fullmatch(name) is not None)
        said = text[:1] == "=" or "_" in name or _LOGS.search(candidate.context(24)) is not None
        if not (spelled and said and any(map(str.isdigit, name)) and not name.isdigit()):
            return
    written = any(sign.isdigit() or sign in "_." for sign in name)
    rest = text[end:].lower()
    closes = rest.strip(" .!,") == "" or rest.lstrip(" .,;").startswith("\n") or _NEXT_FIELD.match(rest) is not None
    if _ASKS.search(candidate.context(24)) or not (written or closes) or name.count(".") > 2:
        return
    if _NETWORK.fullmatch(cue[0]):
        sure = written and not name.replace(".", "").isdigit() and bool(link["kind"] or link["link"])
    else:
        named = re.fullmatch(_NAMES, cue[0], re.IGNORECASE) is not None or link["link"][:1] in (":", "=")
        sure = written or (named and (bool(link["link"]) or _NEXT_FIELD.match(rest) is not None))
    if sure:
        yield Hit(begin + value.start(), begin + end, "USERNAME", "username-announced", name.lower())


MENTION = Recogniser(
    "mention",
    r"@[A-Za-z0-9_]|\b[uU]/[A-Za-z0-9_\-]{3}",
    _mentioned,
    "high",
    rules=(
        Rule(
            "handle-mention", "USERNAME", "@jane_doe, @jane@host.social, u/jane_doe",
            "no annotation or at-rule of program code, no time (@5pm)", level="high", source="X, Instagram, Mastodon, Reddit",
        ),
    ),
)  # fmt: skip
USERNAME = Recogniser(
    "username",
    PATTERN,
    _announced,
    "high",
    rules=(
        Rule(
            "username-announced", "USERNAME", "username: X, user name is X, Benutzername X, usuario: X, skype id X",
            "a word for user name or a network before it; the name has a digit or a sign, or ends the line", level="high",
        ),
    ),
)  # fmt: skip
