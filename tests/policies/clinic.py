"""A clinic: public synthetic patients (Synthea); notes are added that name them in every way that Safe Harbor forbids."""

import csv
from pathlib import Path

from tests.policies.search import rows

SETTINGS = """
[dataset]
name = "clinic"
[dataset.users]
source = "patients.csv"
id = "Id"
[dataset.users.columns]
BIRTHDATE = { role = "quasi", generalize = "year" }
DEATHDATE = { role = "sensitive", generalize = "year" }
SSN = { role = "direct", entity = "SSN" }
DRIVERS = { role = "direct", entity = "DRIVER_LICENSE" }
PASSPORT = { role = "direct", entity = "PASSPORT" }
FIRST = { role = "direct", entity = "PERSON" }
LAST = { role = "direct", entity = "PERSON" }
MAIDEN = { role = "direct", entity = "PERSON" }
GENDER = "quasi"
STATE = "attribute"
ADDRESS = { role = "direct", entity = "ADDRESS" }
CITY = { role = "direct", entity = "ADDRESS" }
ZIP = { role = "quasi", generalize = "zip3" }
AGE = { role = "quasi", generalize = "age" }
[dataset.interactions]
source = "encounters.csv"
user = "PATIENT"
[dataset.interactions.columns]
Id = "conversation"
START = "timestamp"
PROVIDER = "pseudonym"
ENCOUNTERCLASS = "kind"
DESCRIPTION = "text"
NOTE = "text"
[privacy]
policy = "POLICY"
key_file = "apart/run.key"
canaries = 8
risk_seconds = 1
PRIVACY
[privacy.vault]
file = "apart/codes.vault"
key_file = "apart/vault.key"
[llm_output]
format = ["markdown", "jsonl"]
[llm_output.rate_limiting]
max_concurrent = PROCESSES
[compute]
shard_bytes = SHARD
"""
DROPPED = ["Id", "SSN", "DRIVERS", "PASSPORT", "FIRST", "LAST", "MAIDEN", "ADDRESS", "CITY"]


def write_clinic(
    source: Path, folder: Path, policy: str, privacy: str = "", processes: int = 1, shard: int = 16_000_000
) -> Path:
    """The two tables and a settings file, whose path is given."""
    folder.mkdir(exist_ok=True)
    people = {row["Id"]: row for row in rows(source / "patients.csv")}
    for number, (_, person) in enumerate(sorted(people.items())):
        person["AGE"] = str(88 + number % 8 if number % 3 == 0 else 2026 - int(person["BIRTHDATE"][:4]))
        if number == 0:
            person |= {"BIRTHDATE": "1931-03-02", "AGE": "95"}
    events = rows(source / "encounters.csv")
    for number, event in enumerate(events):
        event["NOTE"] = _note(number, people[event["PATIENT"]])
    _write(folder / "patients.csv", list(people.values()))
    _write(folder / "encounters.csv", events)
    settings = folder / "llm_assets.toml"
    text = SETTINGS.replace("POLICY", policy).replace("PRIVACY", privacy)
    settings.write_text(text.replace("PROCESSES", str(processes)).replace("SHARD", str(shard)))
    return settings


def _note(number: int, person: dict[str, str]) -> str:
    _, month, day = person["BIRTHDATE"].split("-")
    zip5 = person["ZIP"] or "02155"
    return [
        f"{person['FIRST']} {person['LAST']} came in on {month}/{day}/2024, born on {person['BIRTHDATE']}.",
        f"Patient is 93 years old, SSN: {person['SSN']}. Seen on March 3, 2021.",
        f"Lives at {person['ADDRESS']}, {person['CITY']}, MA {zip5}.",
        f"Passport {person['PASSPORT'] or 'X00000001X'}, driver's license {person['DRIVERS'] or 'S99900001'}.",
        f"Mother, aged 91, can be called on (617) 555-0{100 + number % 100}; mail kin{number}@example.org.",
        "Portal: https://portal.example.org/patient/88 from 192.0.2.14. Follow-up on 2 June 2023.",
        f"{person['LAST']} asked for record {person['Id']}. No change since 2019.",
    ][number % 7]


def _write(path: Path, table: list[dict[str, str]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
