"""The words of the report: what a reason, a role, a check and a term of the field mean, for somebody who meets it first."""

CHECKS = {
    "no_known_identifiers": (
        "the names, e-mails, phones, handles and distinctive ids of the source, in every record, in the bytes of "
        "every file and in every file name"
    ),
    "no_pii_patterns": (
        "anything that has the form of an e-mail address, a payment card, an IBAN or a secret, as far as the "
        "level promises its removal, whoever it belongs to"
    ),
    "no_reversible_ids": (
        "an id of the source where a pseudonym should stand, unkeyed hashes of known values, and known values in base64"
    ),
    "canaries_removed": (
        "a value of an invented user that the level promises to remove and that a text still held after redaction, and any "
        "trace of these users in the tree"
    ),
    "motivated_intruder": "an attacker who may block (see the limits above) and links more people than the limit allows",
    "matches_manifest": (
        "a file whose bytes, SHA-256 or number of records differ from the manifest, and a file that it does not list"
    ),
    "splits_disjoint": "a user, or a conversation, that stands in two of the splits for training",
    "every_user_published": "a user who was formatted and is missing in one of the formats, or who is there unexpectedly",
}

REASONS = {
    "malformed": "the row could not be parsed",
    "open_quote": "a line of a record whose quotation marks do not match",
    "repeated_key": "a key stood twice in the row, with different values",
    "half_character": "the row held half of a character",
    "no_id": "the id was missing or blank",
    "duplicate_id": "a user with this id had been read before",
    "unknown_user": "the user of the interaction is not in the table of users",
    "small_group": "left out, because the group of equal quasi-identifiers stayed too small",
    "failed:WorkerDied": "the worker process died twice at the shard of the user (killed, or out of memory)",
    "user_left_out": "interactions of users who were left out",
}

ROLES = {
    "id": "became a keyed pseudonym",
    "direct": "dropped; its values were hunted in all texts",
    "quasi": "generalised",
    "sensitive": "kept, generalised where declared",
    "text": "redacted",
    "html": "made plain text, then redacted",
    "attribute": "kept as it is; the audit looks into it",
    "pseudonym": "became a keyed pseudonym of its own domain",
    "user": "became the pseudonym of the user it names",
    "timestamp": "shifted by one secret offset per user",
    "conversation": "became a keyed pseudonym",
    "kind": "kept as it is; the audit looks into it",
    "speaker": "roles stay, any other name was replaced",
    "drop": "dropped",
}

# Where nothing is derived from a value, and the vault holds the codes.
ROLES_AT_RANDOM = {
    "id": "became a random code",
    "pseudonym": "became a random code of its own domain",
    "user": "became the random code of the user it names",
    "conversation": "became a random code",
}

# What `low` does is not what the roles say.
ROLES_AT_LOW = {
    "quasi": "kept as it is",
    "sensitive": "kept as it is",
    "timestamp": "kept to the second",
}

ATTACKERS = {
    "A": "knows the quasi-identifiers of a person",
    "B": "knows the quasi-identifiers, and four interactions of the person by kind and day",
    "C": "has other texts of the person, and compares rare words and style",
    "D": "holds the whole source",
}

QUESTIONS = {
    "singling_out": "Singling out: can one person's records be told from all others?",
    "linkability": "Linkability: can two records of one person be found to belong together?",
    "inference": "Inference: can an attribute of a person be concluded from the others?",
}

GLOSSARY = (
    (
        "Canary",
        "An invented person with known values who goes through the run like everybody else and is left out of "
        "every file and count. What became of the values shows how well this run, with these settings, removes "
        "what it should.",
    ),
    (
        "Confidence interval",
        "Where a share that was measured on a sample, or on few cases, may truly lie: 95 of 100 such intervals "
        "hold the true share. The fewer cases, the wider. (Wilson, “Probable inference, the law of succession, "
        "and statistical inference”, 1927.)",
    ),
    (
        "Direct identifier",
        "A value that names one person by itself: a full name, an e-mail address, a passport number.",
    ),
    (
        "Generalisation",
        "A value made coarser: a birth date becomes a year, an age a band of ten years. The loss says how much "
        "was given up, from 0 (nothing) to 1 (everything).",
    ),
    (
        "Hunted, known value",
        "A direct identifier of the source, looked for in all texts, in many spellings.",
    ),
    (
        "Inference, linkability, singling out",
        "The three questions of the European data protection authorities about a claim of anonymity. (Article 29 "
        "Working Party, “Opinion on Anonymisation Techniques”, WP 216, of the year 2014.)",
    ),
    (
        "k-anonymity",
        "Each combination of quasi-identifiers is shared by at least k users. (Samarati and Sweeney, 1998.)",
    ),
    (
        "l-diversity",
        "In each group of equal quasi-identifiers a sensitive column takes at least l values; entropy l also "
        "counts how evenly. (Machanavajjhala and others, 2007.)",
    ),
    (
        "Pseudonym",
        "24 letters that stand for an id: computed with a secret key, or drawn at random. Pseudonymised data are "
        "still personal data under the GDPR.",
    ),
    (
        "Quasi-identifier",
        "A value that names nobody alone and somebody together with others: age, postal code, sex.",
    ),
    (
        "Recall",
        "Of what should have been found, the share that was.",
    ),
    (
        "Suppression",
        "A value that is left out, because even its coarser forms would leave a group too small.",
    ),
    (
        "t-closeness",
        "How far the values of a sensitive column within a group are from those of all users, at most; 0 means "
        "that a group tells nothing. (Li and others, 2007.)",
    ),
    (
        "Unicity",
        "The share of users whom so many of their interactions, drawn at random, single out. (de Montjoye and "
        "others, “Unique in the Crowd”, 2013.)",
    ),
)
