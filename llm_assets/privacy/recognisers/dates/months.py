"""Names of months in sixteen languages, as the byte view shows them (accents folded), and the words around dates.

Source: Unicode CLDR 46 (month names, wide and abbreviated), typed here without accents.
"""

from collections.abc import Iterable

_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
sept octomber febuary
januar februar marz april mai juni juli august september oktober november dezember
janner feber maerz jun okt dez
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
janv fevr avr juil
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene abr ago setiembre dic
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen mag giu lug sett ott
januari februari maart april mei juni juli augustus september oktober november december
mrt
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
fev mai set out
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
mars desember
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
"""


def alternatives(words: Iterable[str]) -> str:
    """Words as one expression, the longest first."""
    return "|".join(sorted(set(words), key=lambda word: (-len(word), word)))


MONTH = rf"(?:{alternatives(_NAMES.split())})"
# Short forms that are words of their own need a day on their other side: "mar 3" is a date, "out 3" is none.
WORDS_TOO = frozenset("may mar out set gen mag jan sep dec mai mart ago".split())
BIRTH = (
    "born", "dob", "d.o.b", "birth", "birthday", "birthdate", "bday", "b-day", "geboren", "geburtsdatum", "geburtstag", "geb", "gebdat",
    "nacido", "nacida", "naci", "nacio", "nacimiento", "ne le", "nee le", "naissance", "anniversaire", "cumpleanos", "nato", "nata", "nascita",
    "compleanno", "nascido", "nascida", "nasci", "nasceu", "nascimento", "aniversario", "geboortedatum", "verjaardag", "urodzony", "urodzona",
    "urodzenia", "fodd", "fodt", "fodselsdato", "syntynyt",
)  # fmt: skip
# What stands right before a date that has no year, or before a year that dates something.
TIME_WORDS = (
    "on", "is", "was", "today", "since", "until", "till", "by", "from", "to", "before", "after", "date", "dated", "due", "between", "and", "around",
    "am", "vom", "bis", "zum", "seit", "ab", "den", "dem", "datum", "el", "dia", "desde", "hasta", "fecha", "del", "al", "hoy", "le", "du", "au", "depuis",
    "jusqu'au", "des", "il", "dal", "fino al", "entro il", "data", "op", "vanaf", "tot", "sinds", "em", "no dia", "ate", "hoje", "a partir de", "today is",
)  # fmt: skip
YEAR_WORDS = (
    "in", "since", "until", "till", "by", "from", "before", "after", "during", "around", "circa", "early", "late", "mid", "year", "class of",
    "seit", "bis", "ab", "im jahr", "im jahre", "jahr", "anfang", "ende", "jahrgang", "en", "desde", "hasta", "ano", "el ano", "del ano", "durante", "a principios de",
    "a finales de", "depuis", "jusqu'en", "annee", "l'annee", "des", "nel", "dal", "fino al", "anno", "sinds", "vanaf", "tot", "jaar", "em", "ate", "no ano de", "ano de",
)  # fmt: skip
