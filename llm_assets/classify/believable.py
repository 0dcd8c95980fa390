"""Whether the values of a column can be what its header says: `phone_type` holds no phones, and no name is a number."""

from collections.abc import Callable, Mapping

from llm_assets.classify.measure import Measured

SPEAKERS = frozenset(
    """
    user users agent agents customer client assistant bot system admin operator human ai support member visitor staff
    caller seller buyer employee rep representative inbound outbound incoming outgoing in out sender receiver contact lead
    requester end-user kunde mitarbeiter berater utilisateur conseiller cliente agente usuario operador operatore utente
    klant medewerker true false
    """.split()
)
_FEW = 60  # different values of a column that sorts its rows


def _or_empty(test: Callable[[Measured], bool]) -> Callable[[Measured], bool]:
    """An empty column can be anything: then its header decides alone."""
    return lambda measured: not measured.values or test(measured)


def is_few(measured: Measured) -> bool:
    """Whether few values recur."""
    return measured.distinct <= _FEW and (measured.share_distinct <= 0.5 or measured.filled <= 5)


def _is_identifier(measured: Measured) -> bool:
    return measured.words <= 3.5 and measured.share("boolean") < 0.9 and measured.length <= 200 and measured.times() < 0.9


def _is_name(measured: Measured) -> bool:
    if measured.share("number") > 0.3 or measured.share("url") > 0.5 or measured.share("email") > 0.5:
        return False
    if measured.share("uuid") > 0.5 or (measured.share("letters") < 0.3 and measured.named < 0.3):
        return False
    return measured.words <= 6 and measured.length <= 60 and measured.share("boolean") < 0.9 and measured.times() < 0.5


def _is_key(measured: Measured) -> bool:
    decimals = measured.share("number") - measured.share("integer")
    return measured.share("key") >= 0.8 and measured.times() < 0.9 and measured.share("boolean") < 0.9 and decimals < 0.5


def _is_plain(measured: Measured) -> bool:
    return measured.words <= 8 and measured.length <= 80


BELIEVABLE: Mapping[str, Callable[[Measured], bool]] = {
    "name": _or_empty(_is_name),
    "email": _or_empty(lambda m: m.share("email") >= 0.4),
    "phone": _or_empty(lambda m: m.share("digits") + m.share("phone") >= 0.4 and m.times() < 0.5 and m.length >= 5),
    "address": _or_empty(
        lambda m: m.times() < 0.5 and m.share("boolean") < 0.9 and m.share("email") < 0.3 and m.share("ip") < 0.3
    ),
    "identifier": _or_empty(_is_identifier),
    "ip": _or_empty(lambda m: m.share("ip") >= 0.4),
    "handle": _or_empty(lambda m: m.share("boolean") < 0.9 and m.words <= 3 and m.length <= 60 and m.times() < 0.5),
    "url": _or_empty(
        lambda m: m.share("url") >= 0.3 or (m.share("key") >= 0.8 and m.share("boolean") < 0.5 and m.share("number") < 0.5)
    ),
    "date": _or_empty(lambda m: m.times() >= 0.5 or m.share("year") >= 0.8 or m.share("date") >= 0.5),
    "age": _or_empty(lambda m: m.within(0, 125) >= 0.8 or not m.share("number")),
    "zip": _or_empty(lambda m: m.share("zip") >= 0.5),
    "place": _or_empty(lambda m: m.share("number") < 0.5 and m.words <= 6 and m.share("email") < 0.2),
    "category": _or_empty(lambda m: m.words <= 8 and m.length <= 80 and m.times() < 0.5 and m.share("uuid") < 0.5),
    "few": _or_empty(lambda m: m.distinct <= _FEW and m.length <= 40 and m.times() < 0.5),
    "number": _or_empty(lambda m: m.share("number") >= 0.7),
    "key": _or_empty(_is_key),
    "speaker": _or_empty(lambda m: m.words <= 4 and m.times() < 0.5 and m.share("number") < 0.8),
    "words": _or_empty(lambda m: m.share("number") < 0.8 and m.share("boolean") < 0.9 and m.times() < 0.8),
    "plain": _or_empty(_is_plain),
}
