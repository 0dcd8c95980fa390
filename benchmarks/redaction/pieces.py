"""What hard texts are made of: beginnings of what the redactor looks for, in every script, and what hides or parts it.

A `§` with a letter is drawn anew each time, so that no cache of the redactor sees it twice: `§d` a digit, `§D` nine digits,
`§w` a small word, `§N` a capital one, `§h` sixteen hexadecimal digits, `§l` a Latin letter, `§u` a letter of any script.
"""

import random
import re
from collections.abc import Sequence

PIECES = (
    # numbers, and what parts them
    "1", "12", "00", "123 ", "4111 1111 1111 1111 ", "1-2-", "1.2.3.4.", "+49 ", "(", ")", "+", "0049", "+1 (", "§d", "§d§d",
    "§d ", "§d§d ", "§d§d§d-", "§d§d.", "§d,", "§d/", "§D", "§D ", "§D§D§D§D", "(§d§d§d) ", "٣", "１", " - ", " / ",
    # addresses, hosts, paths
    "a@", "a@b.", "a.b@c.de ", "@a", "(at)", "[at]", " at b dot ", " dot ", "http://", "https://", "www.a.", "://", "/a",
    "a.", ".com", "?a=", "&a=", "#", "user:§w@", "§w@§w.de ", "§w.", "§w-", "§w/", "@§w ", "%41", "%E4%B8", "%", "=",
    # markup, entities, tags of ours, what cannot be seen
    "&#65;", "&amp;", "&", ";", "**", "*", "_", "__", "`", "~", "<b>", "</b>", "<br>", "<a>", "<", ">", "[", "]",
    "[EMAIL:abcdefgh]", "[PERSON:abcdefgh] ", "[DATE]", "[ADDRESS] ", "abcdefghijklmnopqrstuvwx ", "\x01", "\x00", "\u200b",
    "\u200d", "\u00ad", "\u2060", "\ufeff", "\u202e", "\u0301", "\u0308\u0301", "\u20e3", "\ufe0f",
    # scripts, emoji
    "é", "ß", "ﬁ", "İ", "ı", "ö", "Ж", "жук ", "Анна ", "Α", "αβ ", "中", "田中", "さん", "ア", "한", "\u1112\u1161\u11ab",
    "김정순 ", "ع", "محمد ", "א", "अ", "न्", "ก", "ጠ", "👩", "👩\u200d👩\u200d👧", "🇩🇪", "👍🏽", "𝐀", "①", "Ａ", "§u", "§u§u§u ",
    "\ud800",
    # lines and signs
    "\n", "\n\n", "\r\n", "\t", " ", "  ", "-", ".", ",", ", ", ":", ": ", "::", "'", "'s ", '"', "!", "? ", "/", "\\", "|",
    "$", "€", "£", "%", "—", "…", "°", "0x", "#12", "no. ",
    # codes, keys, wallets, banks, plates
    "DE89 ", "GB", "GB29NWBK", "eyJ", "eyJhbGci", "eyJhbGciOi", ".eyJ", "sk_live_", "sk-", "AKIA", "ghp_", "xoxb-",
    "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "-----END ", "postgres://", "0x§h", "bc1q", "1A1z", "fe80::", "a:", "AB51 ",
    "Z9", "X", "token=", "api_key=", "token: §h ", "Bearer ", "§h", "AB-CD 12", "§l§d", "§d§l", "B-XY ", "00:1a:",
    # words that announce
    "password ", "password: ", "pwd=", "my password is ", "pin ", "username: ", "user ", "login ", "name is ", "my name is ",
    "I am ", "ich heiße ", "me llamo ", "je m'appelle ", "order ", "order no ", "account ", "account number ", "zip ",
    "phone: ", "call ", "tel. ", "card ", "ending in ", "expires ", "cvv ", "ssn ", "passport ", "dni ", "iban ", "born ",
    "born on ", "dob ", "plate ", "imei ", "serial ", "ip ", "vat ", "id ", "id: ", "ref ", "case ", "booking ",
    # names, titles, letters, relations
    "Anna ", "anna ", "Anna", "Smith", "Anna Smith ", "§N ", "§N", "§w ", "§w", "Mr. ", "Mrs ", "Dr. ", "Herr ", "Sra. ",
    "van der ", "de la ", "von ", "J.", "J. ", "Dear ", "Hi ", "Hola ", "regards,\n", "Best,\n", "From: ", "To: ", "Name: ",
    "my wife ", "and ", "& ", "y ", "und ", "Jr. ",
    # places and days
    "12 Main Street ", "Main ", "Street ", "Street", "St. ", "Calle ", "Calle", "Rue ", "rue de ", "Hauptstraße ", "Via ",
    "Rua ", "Apt ", "Flat ", "PO Box ", "Postfach ", "lives at ", "address: ", "§d§d§d§d§d ", "AB1 2CD ", "NY ", "D-",
    "May ", "3 May ", "May 3, ", "2020-01-0", "12/12/", "12.12.", "1.", "January", "mai ", "de enero de ", "Mon", "19§d§d ",
    "20§d§d", "of ", "the ", "'20 ", "T12:00", "a", "A", "e", "x",
)  # fmt: skip

_DRAWN = re.compile("§([dDwNhlu])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SCRIPTS = (
    (0x61, 26), (0xE0, 22), (0x3B1, 24), (0x430, 32), (0x5D0, 27), (0x627, 36), (0x905, 50), (0xE01, 46), (0x4E00, 9000),
    (0xAC00, 9000), (0x3041, 80), (0x1F600, 60), (0x300, 60), (0x1D400, 50),
)  # fmt: skip


def written(source: random.Random, unit: Sequence[str], size: int) -> str:
    """A unit of pieces again and again, up to `size` characters, with what it draws drawn anew."""
    whole = "".join(unit)
    if not _DRAWN.search(whole):
        return (whole * (size // max(len(whole), 1) + 1))[:size]
    parts, length = list[str](), 0
    while length < size:
        parts.append(_DRAWN.sub(lambda match: _drawn(source, match[1]), whole))
        length += max(len(parts[-1]), 1)
    return "".join(parts)[:size]


def _drawn(source: random.Random, kind: str) -> str:
    if kind == "d":
        return str(source.randrange(10))
    if kind == "D":
        return str(source.randrange(10**8, 10**9))
    if kind == "h":
        return f"{source.getrandbits(64):016x}"
    if kind == "l":
        return source.choice(_LETTERS)
    if kind == "u":
        first, count = source.choice(_SCRIPTS)
        return chr(first + source.randrange(count))
    word = "".join(source.choices(_LETTERS, k=source.randint(2, 8)))
    return word.title() if kind == "N" else word
