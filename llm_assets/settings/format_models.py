"""Settings of single formats."""

from typing import Literal

from pydantic import Field, model_validator

from llm_assets.settings.section import Section


class Chat(Section):
    """The format `chat`: conversations for fine-tuning."""

    variant: Literal["openai", "bedrock", "sharegpt"] = Field(
        "openai",
        description="`openai`: messages; `bedrock`: the conversation schema of Amazon Bedrock; `sharegpt`: from and value.",
    )
    assistant: list[str] = Field(
        default_factory=lambda: ["agent", "assistant", "bot"],
        description="Values of the `speaker` column whose turns are the assistant's; all others are the user's.",
    )
    system: str | None = Field(None, min_length=1, description="A system message that stands before every conversation.")


class Chunks(Section):
    """The format `chunks`: pieces of histories for retrieval."""

    tokens: int = Field(400, ge=20, description="Tokens of a piece, at most, as the counter of the manifest counts them.")
    overlap: int = Field(40, ge=0, description="Tokens that a piece repeats of the piece before, at most.")

    @model_validator(mode="after")
    def _overlap_is_smaller(self) -> "Chunks":
        if self.overlap >= self.tokens:
            raise ValueError("overlap must be smaller than tokens")
        return self
