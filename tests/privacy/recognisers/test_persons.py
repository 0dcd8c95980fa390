"""Names that no list knows, announced by the words around them; and what stands in the same places and is no name.

The names are invented. Every row says why it is there.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy import Redactor
from llm_assets.privacy.recognisers import Candidate
from llm_assets.privacy.recognisers.persons import PERSONS
from llm_assets.privacy.recognisers.persons.answers import ANSWER
from llm_assets.privacy.view import View

REDACTOR = Redactor(level="high", key="k" * 32)
REDACTOR._sight._names = None  # the rules alone: the tagger has tests of its own

FOUND = [
    # titles
    ("I saw Mr. Quibbler there", "Quibbler", "title"),
    ("ask Mrs Ada Quibbler-Stone about it", "Ada Quibbler-Stone", "double name"),
    ("dr. patelov is away", "patelov", "small title, small name"),
    ("MR JONAS QUIBBLER", "JONAS QUIBBLER", "capitals"),
    ("Prof. Dr. Anneliese Quibbler", "Anneliese Quibbler", "two titles"),
    ("Frau Müller-Lüdenscheidt kommt", "Müller-Lüdenscheidt", "de"),
    ("mit Herrn Jörg von der Aue sprechen", "Jörg von der Aue", "de, particles"),
    ("vu avec Mme Élodie d'Aubrac", "Élodie d'Aubrac", "fr, apostrophe"),
    ("écrit par M. Dupontel hier", "Dupontel", "fr, a title of one letter"),
    ("avec M. de la Tourelle", "de la Tourelle", "fr, begins with particles"),
    ("la Sra. Amalia de la Torre vino", "Amalia de la Torre", "es, particles"),
    ("el paciente D. Anselmo Pradilla", "Anselmo Pradilla", "es, a title of one letter and two words"),
    ("La Dña. Casilda Pradilla", "Casilda Pradilla", "es, contracted title"),
    ("il Sig. Brambillini ha detto", "Brambillini", "it"),
    ("il Dott. Ettore Brambillini", "Ettore Brambillini", "it"),
    ("de heer en mevr. Van den Broekhof", "Van den Broekhof", "nl, particle with a capital"),
    ("o Sr. João Quaresmal ligou", "João Quaresmal", "pt"),
    # introductions
    ("Hello, my name is Zyra Quell and I", "Zyra Quell", "en"),
    ("my name is ayyanar and password is 7777", "ayyanar", "chat, small letters: the name alone"),
    ("my name is mark and my number is", "mark", "a name that is an ordinary word too"),
    ("my name's Conor O’Brienne.", "Conor O’Brienne", "typographic apostrophes"),
    ("I'm Quentin, and I live here", "Quentin", "one word, the phrase goes on"),
    ("I am Katya E Milesova, originally from there", "Katya E Milesova", "initial without a dot"),
    ("Hi, this is Zyra from accounting", "Zyra", "says where from"),
    ("this is anna from acme", "anna", "chat, small letters"),
    ("people call me Zyro", "Zyro", "nickname"),
    ("Zyra Quell is my name", "Zyra Quell", "the name comes first"),
    ("name tim", "tim", "chat without verb"),
    ("manager name stephena", "stephena", "someone else's"),
    ("ich heiße Annegret Quast und wohne", "Annegret Quast", "de, a letter without ASCII form"),
    ("Mein Name ist Quast.", "Quast", "de"),
    ("je m’appelle Éloïse Quentin", "Éloïse Quentin", "fr"),
    ("Hola, me llamo Íñigo Pradilla y", "Íñigo Pradilla", "es"),
    ("mi chiamo Ettore e vivo", "Ettore", "it"),
    ("ik heet Sjoerd van den Broekhof", "Sjoerd van den Broekhof", "nl"),
    ("meu nome é Quitéria Sá", "Quitéria Sá", "pt"),
    ("What's your name? Pauline Geislerin", "Pauline Geislerin", "question and answer in one text"),
    ("What is the name on the account? User: Zyra Quell", "Zyra Quell", "a transcript in one text"),
    # greetings and closings
    ("Dear Zyra,\nthanks", "Zyra", "en"),
    ("hi zyra, my card is lost", "zyra", "chat, small letters"),
    ("Liebe Annegret,\n", "Annegret", "de"),
    ("Sehr geehrte Frau Quast,", "Quast", "de, with a title"),
    ("Bonjour Élodie,", "Élodie", "fr"),
    ("Estimada Casilda:", "Casilda", "es"),
    ("Gentile Ettore Brambillini,", "Ettore Brambillini", "it"),
    ("Beste Sjoerd,", "Sjoerd", "nl"),
    ("Prezado Quaresmal,", "Quaresmal", "pt"),
    ("See you.\n\nKind regards,\nZyra Quell", "Zyra Quell", "en"),
    ("it works now\nThanks,\nzyra", "zyra", "small letters, a line of its own"),
    ("Best, Zyra", "Zyra", "at the end of a text"),
    ("Mit freundlichen Grüßen\nAnnegret Quast", "Annegret Quast", "de"),
    ("Cordialement,\nÉlodie Quentin", "Élodie Quentin", "fr"),
    ("Un saludo,\nÍñigo", "Íñigo", "es"),
    ("Cordiali saluti\nEttore", "Ettore", "it"),
    ("Met vriendelijke groet,\nSjoerd", "Sjoerd", "nl"),
    ("Atenciosamente,\nQuitéria Sá", "Quitéria Sá", "pt"),
    ("Sincerely,\r\nZyra Quell III", "Zyra Quell III", "generation mark"),
    ("bye\n-- \nZyra Quell\nAcme", "Zyra Quell", "signature"),
    ("signed by Zyra Quell", "Zyra Quell", "signature in words"),
    ("On Monday, Zyra Quell wrote:\n> hi", "Zyra Quell", "who is quoted"),
    # labels
    ("Name: Zyra Quell\nPhone: 1", "Zyra Quell", "en"),
    ("First name: Zyra", "Zyra", "one word"),
    ("Full name: Quell, Zyra", "Quell, Zyra", "family name first"),
    ("customer: Zyra Quell, order 5", "Zyra Quell", "a role"),
    ('{"first_name": "Zyra"}', "Zyra", "JSON"),
    ("Nombre: Luz.", "Luz", "a name that is an ordinary word too"),
    ("Apellidos: Figueroa De la Ossa", "Figueroa De la Ossa", "es, family names"),
    ("Médico: Anselmo Pradilla NºCol: 28 28 1", "Anselmo Pradilla", "the next label ends it"),
    ("Remitido por: Dra. Casilda Pradilla Servicio de Urología", "Casilda Pradilla", "an institution ends it"),
    ("Vorname: Annegret\nNachname: Quast", "Annegret", "de"),
    ("Prénom : Élodie", "Élodie", "fr, a space before the colon"),
    ("Cognome: Brambillini", "Brambillini", "it"),
    ("Voornaam: Sjoerd", "Sjoerd", "nl"),
    ("Nome completo: Quitéria Sá", "Quitéria Sá", "pt"),
    # relations
    ("my wife Zyra will come", "Zyra", "family"),
    ("I spoke with Zyra about it", "Zyra", "conversation"),
    ("please contact Zyra Quell at once", "Zyra Quell", "contact"),
    ('"No", said Zyra to him', "Zyra", "speech"),
    ("meine Kollegin Annegret hilft", "Annegret", "de"),
    ("ma femme Élodie est là", "Élodie", "fr"),
    ("mi hermano Íñigo viene", "Íñigo", "es"),
    ("mia moglie Ottavia dice", "Ottavia", "it"),
    ("mijn vrouw Liesbeth komt", "Liesbeth", "nl"),
    ("minha esposa Quitéria vem", "Quitéria", "pt"),
]

LEFT = [
    ("my name is on the list", "preposition"),
    ("my name is wrong on the card", "adjective"),
    ("My name appears incorrectly on it", "no verb that says a name"),
    ("the file name is report and the account is old", "name of a thing"),
    ("the company name is acme", "name of a thing"),
    ("what is the name of the product?", "question"),
    ("I am going home", "verb"),
    ("I am Happy to help", "capital without reason"),
    ("I'm Sorry, but no", "capital without reason"),
    ("I am German and she is French", "people of a country"),
    ("I am CEO of it", "short for a trade"),
    ("I AM VERY ANGRY", "capitals say nothing"),
    ("this is great", "adjective"),
    ("This is Important, from now on", "no name"),
    ("call me back tomorrow", "verb"),
    ("call me anytime", "adverb"),
    ("Dear Sir, dear Madam", "nobody"),
    ("Dear customer,", "nobody"),
    ("Dear Support Team,", "nobody"),
    ("Dear all,", "nobody"),
    ("Hi there, Hi team, Hi all", "nobody"),
    ("Hello World", "nobody"),
    ("hi please help me", "verb"),
    ("hi good morning", "greeting"),
    ("Thanks,\nYour Support Team", "nobody"),
    ("I love\nMovies and more", "not a closing"),
    ("Best practices are here", "adjective"),
    ("It took 10 ms. Then it stopped", "unit"),
    ("Send it to 12 Maple Dr Springfield", "street"),
    ("Sr. Software Engineer wanted", "trade"),
    ("I have an M.Sc. and Vitamin D. Take it", "degree, vitamin"),
    ("name: nginx\nimage: nginx:latest", "settings"),
    ("File name: Report Final", "name of a thing"),
    ("Username: Zorro99", "not a person's name; another rule's business"),
    ("Name: N/A", "left empty"),
    ("contact Support at once", "no name"),
    ("contact Microsoft about it", "a firm"),
    ("my wife and I", "no name"),
    ("My Best Friend", "no name"),
    ("thanks, vcijckymxfkiuklvfmqclqzh", "the pseudonym of someone who was named there"),
    ("my name is vcijckymxfkiuklvfmqclqzh", "a pseudonym"),
    ("hi vcijckymxfkiuklvfmqclqzh, my card is lost", "a pseudonym"),
    ("Sehr geehrte Damen und Herren,", "de: nobody"),
    ("Liebe Kolleginnen und Kollegen,", "de: nobody"),
    ("Hallo zusammen, Hallo Team", "de: nobody"),
    ("ich heiße Sie willkommen", "de: to bid welcome"),
    ("Im Theater von heute", "de: im is no I'm"),
    ("Mein Name ist falsch geschrieben", "de: adjective"),
    ("Der Herr Präsident und die Frau Ministerin", "de: office"),
    ("Bonjour à tous, Bonjour Madame,", "fr: nobody"),
    ("Cher client, Chers amis,", "fr: nobody"),
    ("je suis Désolé, merci", "fr: adjective"),
    ("c'est Bien, merci", "fr: adverb"),
    ("Estimado cliente, Estimados señores", "es: nobody"),
    ("Hola a todos, Hola Buenas tardes", "es: nobody"),
    ("mi nombre es correcto", "es: adjective"),
    ("Gentile cliente, Buongiorno a tutti", "it: nobody"),
    ("mi chiamo fuori", "it: adverb of the idiom"),
    ("Beste klant, Geachte heer, mevrouw,", "nl: nobody"),
    ("ik heet u welkom", "nl: to bid welcome"),
    ("Prezado cliente, Olá pessoal, Bom dia a todos", "pt: nobody"),
    ("meu nome está errado", "pt: verb"),
]


def found(text: str, before: str = "") -> list[str]:
    return [text[span.start : span.end] for span in REDACTOR.find([text], [before])[0] if span.rule.startswith("person")]


@pytest.mark.parametrize(("text", "name", "why"), FOUND, ids=[why for _, _, why in FOUND])
def test_an_announced_name_is_found_and_nothing_else(text: str, name: str, why: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize(("text", "why"), LEFT, ids=[f"{number}: {why}" for number, (_, why) in enumerate(LEFT)])
def test_what_only_stands_where_a_name_could_is_left(text: str, why: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "name", "why"), FOUND, ids=[why for _, _, why in FOUND])
def test_after_the_name_no_further_word_is_taken(text: str, name: str, why: str) -> None:
    once = REDACTOR.redact([text])[0]
    assert once.count("[PERSON") == len(found(text))
    assert REDACTOR.redact([once])[0] == once


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("ravi 4875", "ravi"),
        ("john and 5349", "john"),
        ("Sure, it's Anna Smithson.", "Anna Smithson"),
        ("uma maheswari", "uma maheswari"),
        ("the name is Zyra", "Zyra"),
        ("Amalia de la Torre", "Amalia de la Torre"),
        ("yes", ""),
        ("I don't know", ""),
        ("why do you need it?", ""),
        ("12345", ""),
    ],
)
def test_the_answer_to_a_question_for_a_name(answer: str, name: str) -> None:
    buffer = View([answer]).buffer
    end = len(buffer) - 1
    hits = list(ANSWER.accept(Candidate(buffer, 0, end, 0, end, "May I have your name, please?")))
    assert [answer[hit.start : hit.end] for hit in hits] == ([name] if name else [])


def test_equal_names_have_equal_keys_however_they_are_written() -> None:
    text = "Dear ANNA QUELL,\nmy name is anna quell."
    view = View([text])
    keys = {hit.key for recogniser in PERSONS for hit in _hits(recogniser, view) if hit.sure}
    assert keys == {"anna quell"}


def _hits(recogniser, view):
    import re2

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    if recogniser.pattern:
        for match in re2.compile(recogniser.pattern.encode("latin-1"), options).finditer(view.buffer):
            yield from recogniser.accept(Candidate(view.buffer, *match.span(), *view.borders(0), ""))


_PIECES = st.sampled_from(
    ["Mr.", "Dr", "Dear", "Hi", "my name is", "I'm", "Name:", "Regards,\n", "wrote:", "is my name", "Anna", "de la",
     "O'B", "Q.", "\n", "von", "JR", ", ", "\0", "\x01", "é", "Łu", "Ж",
     "[PERSON:abcdefgh]", "said", "'s", "--", "-", "III", "\n-- \n", "i", "name?", "12", "anna"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=12), st.sampled_from(["", " "]))
def test_any_row_of_cues_and_names_ends_and_is_stable(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    spans = REDACTOR.find([text])[0]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    once = REDACTOR.redact([text])[0]
    assert REDACTOR.redact([once])[0] == once


def test_it_works_at_level_high_alone_and_every_rule_is_told() -> None:
    assert Redactor(level="medium").find(["my name is Zyra Quell"]) == [[]]
    told = {rule.name for recogniser in PERSONS for rule in recogniser.rules}
    rules = {span.rule for text, _, _ in FOUND for span in REDACTOR.find([text])[0] if span.entity == "PERSON"}
    assert rules <= told
    assert told - rules == {"person-answer"}
