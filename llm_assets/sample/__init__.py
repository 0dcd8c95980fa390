"""The bundled sample: a small support desk, made up by a seeded script (`python -m llm_assets.sample.make`).

`users.csv` and `events.jsonl` are the dataset; `spans.jsonl` holds the true places of personal data in its texts. Nobody in it
exists: mail domains are reserved ones, cards are test numbers, phones are from ranges for fiction where a country has such.
"""

from pathlib import Path

from llm_assets.settings.model import Dataset

FOLDER = Path(__file__).parent
USERS, EVENTS, SPANS = FOLDER / "users.csv", FOLDER / "events.jsonl", FOLDER / "spans.jsonl"


def sample_dataset(*, years: bool = False) -> Dataset:
    """The `[dataset]` settings of the bundled sample, with absolute paths; every column has a role. years: no bands of years,
    for one may hold years that show an age over 89."""
    return Dataset.model_validate(
        {
            "name": "sample",
            "users": {
                "source": str(USERS),
                "id": "user_id",
                "columns": {
                    "name": {"role": "direct", "entity": "PERSON"},
                    "email": {"role": "direct", "entity": "EMAIL"},
                    "phone": {"role": "direct", "entity": "PHONE"},
                    "username": {"role": "direct", "entity": "USERNAME"},
                    "address": {"role": "direct", "entity": "ADDRESS"},
                    "birth_date": "drop",
                    "birth_year": {"role": "quasi", "generalize": "year" if years else "band:20"},
                    "zip": "drop",
                    "city": "drop",
                    "country": {"role": "quasi", "generalize": "keep"},
                    "plan": "attribute",
                    "signup": "timestamp",
                    "bio": "text",
                },
            },
            "interactions": {
                "source": str(EVENTS),
                "user": "user_id",
                "columns": {
                    "event_id": "drop",
                    "thread": "conversation",
                    "created_at": "timestamp",
                    "type": "kind",
                    "author": "speaker",
                    "subject": "text",
                    "body": "text",
                    "body_html": "html",
                    "order_id": "pseudonym",
                    "reply_to": "user",
                },
            },
        }
    )
