"""Who speaks: which values of a speaker column are roles that stay readable ("agent", "customer 2"), and which name somebody.

A value is a role when all of its words are: words for parties of a conversation in the languages of most texts, and short
numbers.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d{4}")
ROLES = frozenset(
    """
    speaker adm admin administrator advisor agent ai analyst anonymous api app applicant assistant author auto automated
    automation bot
    buyer caller callcenter candidate care channel chat chatbot client clinician clinic coach collaborator commenter
    community company consultant contact coordinator crm customer customerservice cs csr desk developer dispatcher doctor editor
    employee engineer escalation expert external faculty first forum guest gpt help helpdesk host human in inbound internal
    interviewee interviewer ivr lead level line live llm lawyer learner manager me member mentor model moderator mod narrator
    national nurse observer office officer op operator other out outbound owner panel parent participant party patient person
    physician player poster provider public question queue receptionist rep representative reporter requester respondent
    reviewer robot sales seller sender senior service session shop specialist staff stranger student supervisor supplier
    support system systems teacher team tech technician therapist tier tool trainer tutor unknown user vendor virtual
    visitor voice you answer first second third l1 l2 l3 function developer
    agente agentes asesor cliente clientes usuario usuaria sistema soporte asistente operador operadora invitado paciente medico
    agenti assistente utente utenti sistema operatore operatrice ospite paziente venditore acquirente servizio assistenza
    atendente atendimento usuario suporte visitante vendedor comprador
    kunde kundin kunden benutzer nutzer nutzerin mitarbeiter mitarbeiterin berater beraterin betreuer bearbeiter agentin gast
    patientin arzt moderatorin unbekannt kundendienst kundenservice dienst system assistentin anrufer
    client cliente conseiller conseillere utilisateur utilisatrice systeme assistante operateur invite visiteur medecin
    klant gebruiker medewerker systeem gast beheerder klantenservice klientka klient uzytkownik konsultant konsultantka kunde
    bruger medarbejder bruker kund anvandare asiakas kayttaja musteri temsilci kullanici
    клиент агент оператор пользователь система бот поддержка админ менеджер 客户 客服 用户 系统 助手 机器人 お客様 顧客
    担当者 オペレーター ユーザー システム ボット 고객 상담원 상담사 사용자 시스템 봇
    """.split()
)


def is_role(value: str) -> bool:
    """Whether a value of a speaker column names a role, and nobody; a long number may be somebody's id."""
    return not _NUMBER.search(value) and all(_bare(word) in ROLES or len(word) == 1 for word in _WORD.findall(value))


def without_roles(value: str) -> str:
    """The value without the words of roles: "Agent Anna Brown (Support)" is Anna Brown."""
    return " ".join(
        re.sub(r"[^\w@.+'’-]+", " ", _WORD.sub(lambda word: "" if _bare(word[0]) in ROLES else word[0], value)).split()
    )


def key_of(value: str) -> str:
    """What all ways to write one speaker have in common: the letters and digits of the name, without case and accents."""
    return "".join(filter(str.isalnum, _bare(without_roles(value))))


def _bare(word: str) -> str:
    lower = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFC", "".join(char for char in lower if not unicodedata.combining(char)))
