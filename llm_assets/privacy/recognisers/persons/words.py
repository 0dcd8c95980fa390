"""Which words can be part of a name, and which cannot though they stand where a name could.

Validator: lists of ordinary words of seven languages. A list of names is not needed: the words before announce these names.
"""

from functools import lru_cache
from importlib.resources import files

from llm_assets.privacy.scope import is_common, plain

PARTICLES = frozenset(
    "de del della delle dello di da do dos das du des d la las le los el al van von der den ter ten te het vom zu zum zur "
    "af av bin "
    "ibn bint ben abu san santa st mac y e i op 't".split()
)
SUFFIXES = frozenset("jr sr ii iii iv phd md dds dvm esq".split())
_INSTITUTIONS = frozenset(
    "hospital clinic clinica klinik clinique hopital ziekenhuis ospedale university universidad universitat universite "
    "universita "
    "universidade department departamento dipartimento service servicio servizio servico servicios unidad unit seccion section "
    "centro center centre centrum institute instituto institut istituto complejo fundacion street road avenue avenida avda "
    "calle "
    "plaza via rue strasse lane blvd correo electronico email mail tel telefono telefon phone fax inc ltd llc gmbh corp "
    "company "
    "bank group school college escuela facultad ncol nocol colegiado nhc nass dni episodio domicilio localidad".split()
)
_ENDINGS = ("ing", "tion", "ness", "ment", "tions")


@lru_cache(maxsize=2)
def _listed(name: str) -> frozenset[str]:
    text = files("llm_assets.privacy.recognisers.persons").joinpath(name).read_text(encoding="utf-8")
    return frozenset(plain(word) for line in text.splitlines() if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1 << 14)
def is_ordinary(word: str) -> bool:
    """Whether a word is no name, whatever its capitals."""
    bare = plain(word.replace("\x80", ""))
    if bare.startswith(("passw", "pasw")):
        return True
    if bare in _listed("not_names.txt"):
        return bare not in _listed("also_names.txt")
    return is_common(bare) and bare not in _listed("also_names.txt")


@lru_cache(maxsize=1 << 14)
def is_doubtful(word: str) -> bool:
    """Whether a word written small is more likely an ordinary one: known as such, or formed like a verb or an abstract noun."""
    return is_ordinary(word) or is_common(word) or (len(word) > 5 and word.endswith(_ENDINGS))


def is_institution(word: str) -> bool:
    """Whether a word ends a name in any form: what follows is where someone works or lives."""
    return plain(word) in _INSTITUTIONS
