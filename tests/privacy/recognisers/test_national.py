"""Identity numbers: what counts alone, what needs words, and what only looks like one. Every row says why it is there.

The numbers are the examples of the authorities' own documents, of python-stdnum, or invented.
"""

import re
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy import Redactor
from llm_assets.privacy.recognisers.national import documents
from llm_assets.privacy.recognisers.national.checked import FORMS
from llm_assets.privacy.recognisers.national.form import skeleton
from llm_assets.privacy.recognisers.recogniser import Candidate

# Counts at every level, in any sentence.
SURE = [
    ("54362315K", "ES: NIF"),
    ("54362315-K", "ES: NIF with hyphen"),
    ("54.362.315-K", "ES: NIF with dots"),
    ("x5253868r", "ES: NIE in small letters"),
    ("RCCMNL83S18D969H", "IT: codice fiscale"),
    ("2 95 10 99 126 111 93", "FR: NIR with its key"),
    ("295109912611193", "FR: NIR without groups"),
    ("15 070649 C 103", "DE: pension insurance"),
    ("1237 010180", "AT: social insurance"),
    ("756.9217.0769.85", "CH: AHV"),
    ("85.07.30-033.28", "BE: national register"),
    ("AB 12 34 56 C", "GB: National Insurance"),
    ("MORGA657054SM9IJ", "GB: driving licence of the DVLA's example"),
    ("131052-308T", "FI: hetu"),
    ("880320-0016", "SE: personnummer"),
    ("15108695088", "NO: fodselsnummer, two check digits and a date"),
    ("120174-3399", "IS: kennitala"),
    ("710319/2745", "CZ: rodne cislo"),
    ("44051401359", "PL: PESEL, date and check digit"),
    ("1630615123457", "RO: CNP"),
    ("17291716060", "TR: two check digits"),
    ("112-233-445 95", "RU: SNILS"),
    ("390.533.447-05", "BR: CPF"),
    ("11.222.333/0001-81", "BR: CNPJ"),
    ("20-26756539-3", "AR: CUIT"),
    ("12.531.909-2", "CL: RUT"),
    ("BOXW310820HNERXN09", "MX: CURP"),
    ("GODE561231GR8", "MX: RFC"),
    ("1EG4-TE5-MK73", "US: Medicare, of the CMS's example"),
    ("912-90-3456", "US: ITIN"),
    ("ACUPA7085R", "IN: PAN"),
    ("2341 2341 2346", "IN: Aadhaar in groups"),
    ("S1234567D", "SG: NRIC"),
    ("A123456789", "TW: identity card"),
    ("G123456(A)", "HK: HKID"),
    ("360426199101010071", "CN: resident identity"),
    ("960121-1234567", "KR: resident registration, of a form without check digit"),
    ("7503305044089", "ZA: date, sex and check digit"),
    ("51 824 753 556", "AU: ABN"),
    ("ATU13585627", "AT: VAT number"),
    ("DE136695976", "DE: VAT number"),
]
# Counts after these words, at every level, and not without them.
WEAK = [
    ("BSN", "111222333", "NL"),
    ("NIF", "501 964 843", "PT"),
    ("My NHS number is", "943 476 5919", "GB"),
    ("my SIN is", "123-456-782", "CA"),
    ("Meine Steuer-ID:", "36574261809", "DE"),
    ("Krankenkasse, KVNR", "A123456780", "DE"),
    ("PESEL or NIP:", "1123456784", "PL"),
    ("aadhaar", "234123412346", "IN"),
    ("TFN", "123 456 782", "AU"),
    ("NPI", "1234567893", "US"),
    ("routing number", "111000025", "US"),
    ("partita IVA", "00743110157", "IT"),
    ("ma carte d'identité, siren", "552 008 443", "FR"),
]
# Without a checksum, at level high, by the words beside.
ANNOUNCED = [
    ("passport number: X1234567", "X1234567", "PASSPORT"),
    ("my passport no is 912803456, ok?", "912803456", "PASSPORT"),
    ("Mein Reisepass: C9X01234", "C9X01234", "PASSPORT"),
    ("AAA123456 es mi número de pasaporte", "AAA123456", "PASSPORT"),
    ("My driver's license number is LH329609T", "LH329609T", "DRIVER_LICENSE"),
    ("permis de conduire n° 940592310285", "940592310285", "DRIVER_LICENSE"),
    ("NHC: 45764.", "45764", "NATIONAL_ID"),
    ("NHC: 436434/875.", "436434/875", "NATIONAL_ID"),
    ("NASS: 45 78960504 12.", "45 78960504 12", "NATIONAL_ID"),
    ("Médico: X. NºCol: 28 28 57810.", "28 28 57810", "ID_OTHER"),
    ("Mein Führerschein Nr. B072RRE2I55", "B072RRE2I55", "DRIVER_LICENSE"),
    ("Steuernummer 93815/08152", "93815/08152", "NATIONAL_ID"),
    ("NIE: Y-1234567-A", "Y-1234567-A", "NATIONAL_ID"),
    ("Seguridad Social: 28/12345678/40", "28/12345678/40", "NATIONAL_ID"),
    ("DL# D1234567", "D1234567", "DRIVER_LICENSE"),
    ("identity card number 99 887 766", "99 887 766", "NATIONAL_ID"),
]
# What is no identity number, at any level.
LEFT_ALONE = [
    ("I paid 123.456.789,00 for it", "an amount"),
    ("it costs $12345678901", "an amount"),
    ("at 20241125033258", "moments"),
    ("the answer is 912803456 today", "nine digits without words"),
    ("the answer is 111222333 today", "a valid BSN without words"),
    ("on 2024-01-02 at 10:00:59", "a time"),
    ("from 01/02/2023 to 03/04/2024", "dates"),
    ("version 12.34.56.78-90", "a version"),
    ("54362315A is a part", "the letter is wrong"),
    ("390.533.447-06 is a part", "the check digits are wrong"),
    ("BG 12 34 56 A is a part", "a prefix that is not issued"),
    ("hello2020x is a nick", "a word before digits"),
    ("1500mg and 1990s, 1080p", "units and decades"),
    ("the passport expires 12/05/2030", "a date after a passport"),
    ("my passport: 12/05/2030", "a date right after a passport"),
    ("we saw 12345 passports in 2020", "a count before the word"),
    ("a passport is needed by 2025", "a year"),
    ("code abc-54362315K-77", "part of a longer code"),
    ("social security pays 1500 a month", "an amount after a word that announces numbers"),
    ("driver license renewal costs 45.50 dollars", "an amount after such a word"),
    ("identification of 12000 species", "a count after such a word"),
    ("the driver's license of my friend", "no number at all"),
]
AROUND = [("", ""), ("well, it is ", " after all."), ("我的", "谢谢"), ("(", ")"), ("\n", "\n"), ("is: ", ", yes")]


@lru_cache(maxsize=3)
def redactor(level: str) -> Redactor:
    return Redactor(level, key="k" * 40, names=False)


def found(text: str, level: str, before: str = "") -> list[str]:
    return [text[span.start : span.end] for span in redactor(level).find([text], [before])[0]]


@pytest.mark.parametrize("level", ["low", "high"])
@pytest.mark.parametrize(("number", "why"), SURE)
def test_sure_forms_count_in_any_surroundings(level: str, number: str, why: str) -> None:
    texts = [before + number + after for before, after in AROUND]
    for whole, spans in zip(texts, redactor(level).find(texts), strict=True):
        assert [whole[span.start : span.end] for span in spans] == [number], why


@pytest.mark.parametrize(("words", "number", "country"), WEAK)
def test_weak_forms_need_words(words: str, number: str, country: str) -> None:
    assert found(f"{words} {number}.", "low") == [number], country
    assert found(f"{number}.", "low", f"{words}?") == [number], f"{country}: the message before"
    assert found(f"see {number} there", "low") == [], country
    assert found(number, "high") == [number], f"{country}: the whole message"


@pytest.mark.parametrize(("text", "number", "entity"), ANNOUNCED)
def test_words_announce_what_has_no_checksum(text: str, number: str, entity: str) -> None:
    assert number in found(text, "high")
    assert [span.entity for span in redactor("high").find([text])[0]] == [entity]
    assert found(text, "low") == []


@pytest.mark.parametrize("level", ["low", "medium", "high"])
@pytest.mark.parametrize(("text", "why"), LEFT_ALONE)
def test_near_misses_are_left_alone(level: str, text: str, why: str) -> None:
    entities = {span.entity for span in redactor(level).find([text])[0]}
    assert not entities & {"NATIONAL_ID", "PASSPORT", "DRIVER_LICENSE", "SSN", "BANK_ACCOUNT", "ID_OTHER"}, why


@pytest.mark.parametrize("text", ["passports: AB1234567 and XY9876543", "passports AB1234567, XY9876543 & CD7654321"])
def test_a_list_is_found_to_its_end(text: str) -> None:
    assert found(text, "high") == re.findall(r"[A-Z]{2}\d{7}", text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("From SW1A 1AA to EC1A 1BB", ["SW1A 1AA", "EC1A 1BB"]),
        ("M11AA", ["M11AA"]),
        ("the postcode is DN551PT", ["DN551PT"]),
        ("an MP3 4GB stick", []),
        ("model QA1 1AA", []),
        ("model M1 1CA", []),
        ("the part DN551PT fits", []),
        ("see m1 1aa", []),
    ],
)
def test_postcodes_of_the_united_kingdom(text: str, codes: list[str]) -> None:
    assert [text[span.start : span.end] for span in redactor("high").find([text])[0] if span.entity == "ZIP"] == codes


def test_the_answer_to_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        documents, "asks_for", lambda message: frozenset({"passport"}) if "passport" in message else frozenset()
    )
    (answer,) = [recogniser for recogniser in documents.DOCUMENTS if recogniser.asked]

    def answered(text: bytes) -> list[tuple[bytes, str]]:
        hits = answer.accept(Candidate(text, 0, len(text), 0, len(text), "your passport?"))
        return [(text[hit.start : hit.end], hit.entity) for hit in hits]

    assert answered(b"it is X1234567, thanks") == [(b"X1234567", "PASSPORT")]
    assert answered(b"I lost it on 12/05/2030, in 2 places") == []
    assert answered(b"my mail is ab12345@host.com") == []


def test_a_telephone_is_asked_for() -> None:
    assert not [
        s for s in redactor("high").find(["2125551230"], ["what is your phone number?"])[0] if s.entity == "NATIONAL_ID"
    ]


@given(
    st.lists(st.sampled_from([t for t, *_ in (*ANNOUNCED, *SURE)] + [f"{w} {n}" for w, n, _ in WEAK]), min_size=1, max_size=4)
)
@settings(max_examples=60, deadline=None)
def test_redacting_again_changes_nothing(parts: list[str]) -> None:
    once = redactor("high").redact([" and ".join(parts)])
    assert redactor("high").redact(once) == once


@given(st.text("0123456789 -./:()ABZXabz\n", max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_row_of_digits_and_letters(text: str) -> None:
    for span in redactor("high").find([text])[0]:
        assert 0 <= span.start < span.end <= len(text)


def test_every_form_has_its_place_in_the_docs() -> None:
    rules = [form.rule() for form in FORMS.all]
    assert len({rule.name for rule in rules}) == len(rules)
    for form, rule in zip(FORMS.all, rules, strict=True):
        assert rule.source, rule.name
        assert rule.validator, rule.name
        for shape in filter(None, f"{form.sure}|{form.weak}".split("|")):
            assert set(skeleton(shape.replace("*", "9"))) <= set("9A -./:("), rule.name


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_validator_fails_on_its_own_shapes(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS.all))
    shape = data.draw(st.sampled_from([shape for shape in f"{form.sure}|{form.weak}".split("|") if shape]))
    letters, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
    draw = {"9": digits, "A": letters, "*": letters + digits}
    number = "".join(data.draw(st.sampled_from(draw[c])) for c in shape if c in draw)
    assert form.valid(number) in (True, False)
