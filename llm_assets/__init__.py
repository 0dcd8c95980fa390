"""llm-assets: people's data, made into something a language model may read."""

__version__ = "0.1.0"
