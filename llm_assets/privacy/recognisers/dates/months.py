"""The names of the months, as the view shows them: in small letters, without accents.

Source: Unicode CLDR (dates/calendars/gregorian/months; wide and abbreviated, with the genitives that stand after a day).
"""

LETTER = "\xe0"  # what the view shows for a letter without ASCII form

_WIDE = f"""
en january february march april may june july august september october november december
de januar janner jaenner februar feber marz maerz april mai juni juli august september oktober november dezember
fr janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
es enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
nl januari februari maart april mei juni juli augustus september oktober november december
pt janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
pl stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
sv januari februari mars april maj juni juli augusti september oktober november december
da januar februar marts april maj juni juli august september oktober november december
no januar februar mars april mai juni juli august september oktober november desember
fi tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta
fi joulukuuta tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu
cs ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
hu januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
ro ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
tr ocak subat mart nisan may{LETTER}s haziran temmuz agustos eylul ekim kas{LETTER}m aral{LETTER}k
ca gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre
id januari februari maret april mei juni juli agustus september oktober november desember
"""
_ABBREVIATED = """
en jan feb mar apr may jun jul aug sep sept oct nov dec
de mrz okt dez
fr janv fevr fev avr juil dec
es ene abr ago set dic
it gen mag giu lug ott
nl mrt
pt out
"""
# Words of common English, or short for something else: with no more than a number beside them they are no months.
AMBIGUOUS = frozenset(
    "may march mar mars mart mai mei maj marc set out ago gen mag lug giu ott dec fev marts maja marco".split()
)
# Of these not even a year after them says enough: set 2000, out 2010, 3 ago.
ABBREVIATION_ONLY = frozenset("set out ago gen mag mar mart lug giu ott".split())

NAMES = frozenset(
    name for line in (_WIDE + _ABBREVIATED).strip().splitlines() if line for name in line.split()[1:]
)  # fmt: skip
MONTH = "(?:" + "|".join(sorted(NAMES, key=lambda name: (-len(name), name))) + ")"
