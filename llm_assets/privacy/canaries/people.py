"""The people that do not exist: names in many languages and scripts, and the identifiers that hang on them.

Names come from Faker's lists (MIT licence, see `policy.names`), short lists of our own for other scripts, and, for every fourth
person, a family name that no list has: the beginning of one with the end of another.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from random import Random

from llm_assets.privacy.canaries import values
from llm_assets.privacy.policy.names import lists
from llm_assets.privacy.romanise import respelled
from llm_assets.privacy.scope import is_common, plain

_COUNTRIES = {
    "US": "en_US", "GB": "en_US", "CA": "en_US", "AU": "en_US", "DE": "de_DE", "FR": "fr_FR", "ES": "es_ES", "IT": "it_IT",
    "NL": "nl_NL", "PT": "pt_BR", "BR": "pt_BR", "RU": "ru_RU",
}  # fmt: skip
_OTHERS = {
    "PL": ("Agnieszka Bożena Grażyna Jadwiga Łucja Małgorzata Sławomir Wojciech Zbigniew Przemysław",
           "Dąbrowski Gołębiewski Jabłoński Kwaśniewski Łuczak Sobczyński Świątek Wójcikowski Zawadzki Żurawski"),
    "TR": ("Çağla Gülşen Özgür Şebnem Ümit Barış Ayşegül Tuğba İsmail Yiğit",
           "Akgün Çelikkaya Demirtaş Güneşoğlu Karabulut Öztürkmen Şahinbaş Türkoğlu Yıldırımer Ağaoğlu"),
    "GR": ("Αλέξανδρος Βασιλική Γεώργιος Δέσποινα Ελευθερία Κωνσταντίνος Μιχάλης Σοφία Στυλιανός Χριστίνα",
           "Αγγελόπουλος Βλάχου Δημητριάδης Καραγιάννης Λαμπρόπουλος Μαυρίδης Νικολαΐδης Παπαδάκης Σταματίου Τσαλίκης"),
    "CN": ("志强 建华 晓明 玉兰 文静 思远 梓涵 海燕 国栋 雪梅", "王 李 张 刘 陈 杨 黄 赵 周 吴 欧阳 司马"),
    "JP": ("健太郎 美咲 翔太 陽菜 直樹 由美子 拓也 千尋 大輔 真由美", "佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 長谷川"),
    "KR": ("민준 서연 지훈 하은 도윤 수빈 예준 지우 현우 유진", "김 이 박 최 정 강 조 윤 장 임"),
}  # fmt: skip
_FAMILY_FIRST = frozenset({"CN", "JP", "KR"})
COUNTRIES = (*_COUNTRIES, *_OTHERS)
_UNLISTED = 4
_LETTERS = frozenset({"US", "GB", "CA", "AU", "DE", "FR", "ES", "IT", "NL", "PT", "BR"})


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist. listed: whether lists know the names; seed: of all values; drawn_elsewhere: see `values`."""

    country: str
    given: str
    family: str
    listed: bool
    seed: str
    drawn_elsewhere: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The full name as people of the country write it."""
        return f"{self.family}{self.given}" if self.country in _FAMILY_FIRST else f"{self.given} {self.family}"

    @property
    def spaced(self) -> bool:
        """Whether the parts of the name stand apart."""
        return self.country not in _FAMILY_FIRST

    def value(self, entity: str, number: int = 0) -> str:
        """A value of a kind; a person has as many of each as there are numbers."""
        rng = Random(f"{self.seed}:{entity}:{number}")
        if entity == "PERSON":
            return self.name
        if entity in ("EMAIL", "USERNAME") and self._login:
            joint = rng.choice("._") if entity == "EMAIL" else "_"
            local = f"{joint.join(self._login)}{rng.randrange(10, 100)}"
            return f"{local}@{values.host(rng)}" if entity == "EMAIL" else local
        return values.value(rng, entity, self.country, self.drawn_elsewhere)

    @cached_property
    def _login(self) -> tuple[str, ...]:
        """The name in small Latin letters; empty where it has none, and where ordinary words would make it up."""
        name = f"{self.given} {self.family}"
        if not name.isascii() and self.country not in _LETTERS:
            name = next(iter(respelled(name)), "")
        parts = tuple(filter(None, (plain(part) for part in name.split())))
        usable = len(parts) > 1 and all(part.isascii() and not is_common(part) for part in parts)
        return parts if usable else ()


def person(seed: str, number: int, drawn_elsewhere: Collection[str] = ()) -> Person:
    """Person number n of those that a seed makes; neighbours are of other countries."""
    rng = Random(seed)
    country = COUNTRIES[number % len(COUNTRIES)]
    if country in _OTHERS:
        givens, families = (tuple(text.split()) for text in _OTHERS[country])
    else:
        givens, families = lists()[1][_COUNTRIES[country]]
    given, family = rng.choice(givens), rng.choice(families)
    listed = country in _FAMILY_FIRST or number // len(COUNTRIES) % _UNLISTED != _UNLISTED - 1
    if not listed:
        family = _spliced(rng, families)
    return Person(country, given, family, listed, seed, frozenset(drawn_elsewhere))


def _spliced(rng: Random, families: tuple[str, ...]) -> str:
    known = {family.casefold() for family in families}
    while True:
        one, two = (name for name in rng.sample(families, 2))
        made = one[: max(len(one) // 2, 2)] + two[-max(len(two) // 2, 2) :].lower()
        if made.isalpha() and made.casefold() not in known and len(made) > 4:
            return made
