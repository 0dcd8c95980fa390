"""What the site does beside mkdocs: pages from outside `docs/`, and links that lead out of it.

README, CHANGELOG and CONTRIBUTING stand at the top of the repository, where people look for them, and are pages of the site as
well. A link into the code, which the site does not hold, becomes its text; the path of a file is told behind it. A block
that the reader writes into a file has the file's name above it.
"""

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

OUTSIDE = {"README.md": "readme.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
_FENCE = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^<!-- file: (\S+) -->\n```(\w+)$", re.MULTILINE)
_LINK = re.compile(r"(!?)\[((?:[^\]\[`]|`[^`]*`)*)\]\(([^)\s]+)\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages from outside."""
    root = Path(config.docs_dir).parent
    for name, page in OUTSIDE.items():
        files.append(File.generated(config, page, content=(root / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Leads each link to where its target stands in the site."""
    stands = {site: name for name, site in OUTSIDE.items()}
    source = stands.get(page.file.src_uri, f"docs/{page.file.src_uri}")

    def led(match: re.Match[str]) -> str:
        picture, text, link = match.groups()
        path, hash_, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:") or not path:
            return match[0]
        target = normpath(str(PurePosixPath(source).parent / path))
        inside = OUTSIDE.get(target) or (target.removeprefix("docs/") if target.startswith("docs/") else None)
        if inside is None:
            return text if f"`{target}`" == text.rstrip("/") else f"{text} (`{target}`)"
        here = PurePosixPath(page.file.src_uri).parent
        return f"{picture}[{text}]({relpath(inside, here)}{hash_}{anchor})"

    pieces = _FENCE.split(_FILE.sub(r'```\2 title="\1"', markdown))
    return "".join(piece if piece.startswith("```") else _LINK.sub(led, piece) for piece in pieces)
