"""What makes a run do only what is needed: fingerprints of code and of files, and what may be taken from a run before."""

from llm_assets.resume.code import code_of
from llm_assets.resume.content import contents, file_hash, sealed

__all__ = ["code_of", "contents", "file_hash", "sealed"]
