"""A row of groups of digits as the phones in it see it: the words around, asked once for all the numbers that it may hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from llm_assets.privacy.recognisers.cues import announcer, follower
from llm_assets.privacy.recognisers.recogniser import Candidate

SHORTEST = 6  # digits of a phone that words announce
_EXTENSION = re.compile(
    rb"(?i)(?:[ ,;]{0,2}(?:extension|extn?|ext|durchwahl|dw|poste|interno|int|ramal|anexo|toestel|wew|x)\.?:? ?| ?#)"
    rb"[0-9]{1,6}(?![0-9A-Za-z])"
)
announces = announcer([
    *"phone phones telephone telephones tel tele telf tlf tfno tlfno tfn tf call calls calling called mobile mobiles cell "
    "cellphone cellular fax faxes whatsapp whats-app wa sms text texting ring dial dialing reach contact landline desk "
    "hotline helpline voicemail pager viber telefon telefonnummer telefonnr handy handynummer handynr mobil mobilnummer "
    "mobiltelefon festnetz festnetznummer anrufen ruf rufen rufnummer durchwahl fon telefax erreichbar erreichen "
    "telefono telefonos movil celular llamar llamame llameme llama llame fijo whatsap contacto portable appeler appelez "
    "appelle joindre fixe mob cellulare chiamare chiamami chiamatemi recapito fisso telefoon telefoonnummer mobiel gsm "
    "bel bellen mobieltje telefone telemovel ligar ligue ligar-me contato telefonar telefonu komorka komorkowy zadzwon "
    "dzwonic dzwon kontaktowy ph telefonum".split(),
    "answering at", "answer at", "pick up at", "get me at", "get hold of me at", "message me on",
])  # fmt: skip
labels = follower(
    "office fax mobile cell phone telephone tel home work desk landline voicemail whatsapp handy mobil festnetz "
    "privat buro telefon bureau domicile portable fixe fijo movil casa oficina trabajo telefono ufficio cellulare "
    "kantoor mobiel thuis telefoon celular telemovel escritorio biuro komorka dom".split()
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of groups of digits, and what is true of all numbers in it: asked once, for a long row holds hundreds of runs.

    told: whether words before the row, or the message before, may call a number in it a phone; labelled: whether words behind
    its end may. ended: the groups of four digits behind one of three. single: for each group, how many groups of one digit
    stand before it.
    """

    candidate: Candidate
    text: str
    groups: Sequence[tuple[int, int]]
    told: bool
    labelled: bool
    ended: frozenset[int]
    single: Sequence[int]

    @classmethod
    def of(cls, candidate: Candidate, groups: Sequence[tuple[int, int]], asked: bool) -> "Row":
        sizes = [end - start for start, end in groups]
        lead = candidate.buffer[max(candidate.floor, candidate.start - 48) : candidate.start].decode("latin-1").lower()
        ended = frozenset(last for last, (one, two) in enumerate(pairwise(sizes), 1) if one == 3 and two == 4)
        return cls(
            candidate,
            candidate.text,
            groups,
            asked or announces.named(lead),
            bool(groups) and labels(after(candidate, groups[-1][1])),
            ended,
            [0, *accumulate(size == 1 for size in sizes)],
        )

    def may_begin(self, first: int) -> bool:
        """Whether a number may begin with a group, as far as that can be told at a glance."""
        start, end = self.groups[first]
        return (
            self.told
            or self.labelled
            or bool(self.ended)
            or self.text[start] == "0"
            or (start > 0 and self.text[start - 1] in "( +")
            or end - start >= SHORTEST
            or self.grouped(first, first + 1)
        )

    def grouped(self, first: int, last: int) -> bool:
        """Whether no group behind the first one of a run has one digit only, as phones have none."""
        last = min(last, len(self.groups) - 1)
        return self.single[last + 1] == self.single[first + 1]


def extension_end(candidate: Candidate, end: int) -> int:
    """Where the extension ends that follows place `end` of a candidate ("x123", "ext. 5", "#12"), or 0."""
    match = _EXTENSION.match(candidate.buffer, candidate.start + end, candidate.ceiling)
    return match.end() if match else 0


def after(candidate: Candidate, end: int) -> str:
    place = extension_end(candidate, end) or candidate.start + end
    return candidate.buffer[place : min(place + 24, candidate.ceiling)].decode("latin-1").lower()
