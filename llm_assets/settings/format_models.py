"""Settings of single formats and of what they share: the sections below `[llm_output]`."""

from typing import Literal

from pydantic import Field

from llm_assets.settings.section import Section, words

COUNTER = r"^(words|tiktoken:.+|tokenizers:.+)$"


class Chat(Section):
    """The format `chat`: conversations as training examples."""

    variant: Literal["openai", "bedrock", "sharegpt"] = Field(
        "openai", description="`openai`: `messages`; `bedrock`: bedrock-conversation-2024; `sharegpt`: `from` and `value`."
    )
    assistant: list[str] = Field(
        default_factory=lambda: ["agent", "assistant", "bot"],
        min_length=1,
        description="Speakers whose turns are the model's, in any case; all others are the user.",
    )
    system: str | None = Field(
        None, min_length=1, description="What the system says at the beginning of every example; not set: nothing."
    )


class Chunks(Section):
    """The format `chunks`: pieces of histories, for retrieval."""

    tokens: int = Field(400, ge=50, description="Tokens that a piece has at most, by the counter of `[llm_output.tokens]`.")
    overlap: int = Field(40, ge=0, description="Tokens that a piece repeats of the one before it, at most; in whole messages.")


SPLITS = ("train", "validation", "test")


class Splits(Section):
    """Splits for training: no user and no conversation stands in two. The shares add up to 1; absent: no splits."""

    train: float = Field(gt=0, le=1, description="Share of the users for training.")
    validation: float = Field(0.0, ge=0, lt=1, description="Share of the users for validation.")
    test: float = Field(0.0, ge=0, lt=1, description="Share of the users for the test.")
    shared: Literal["together", "cut"] = Field(
        "together",
        description="`together`: users whom conversations connect stand in one split. `cut`: each stands by itself, and what "
        "users of other splits have in a conversation is left out.",
    )


class Duplicates(Section):
    """Documents (what a user has in one conversation) that repeat one of another user are left out; absent: none is."""

    near: float = Field(
        0.9, ge=0.5, le=1, description="Share of runs of three words that two have in common (Jaccard); 1: equal words only."
    )
    min_words: int = Field(20, ge=1, description="Documents of fewer words are kept: short ones are alike by chance.")


class Templates(Section):
    """Your own Jinja2 templates of documents, by format; relative to the settings file."""

    markdown: str | None = Field(None, min_length=1, description="Of a Markdown profile: the same as `template`, in its place.")
    text: str | None = Field(None, min_length=1, description="Of a transcript of the format `text`.")
    xml: str | None = Field(None, min_length=1, description="Of a document of the format `xml`.")


class Tokens(Section):
    """How tokens are counted."""

    counter: str = Field(
        "words",
        pattern=COUNTER,
        description="`words`: an estimate, without any file. `tiktoken:FILE` (a `.tiktoken` file) and `tokenizers:FILE` (a "
        "`tokenizer.json`) count as that model does, from the file alone; they need the extra `tokens`.",
        json_schema_extra=words("words, tiktoken:FILE or tokenizers:FILE"),
    )
