"""The site is whole: every page stands in the book, every link leads somewhere, and nothing comes from another host."""

import importlib.util

from tests.docs.site import DOCS, pages

OUTSIDE = {"readme.md", "changelog.md", "contributing.md"}  # docs/site/book.py puts them in


def test_every_page_stands_in_the_book_once() -> None:
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} | OUTSIDE
    missing = sorted(there - set(pages()))
    assert missing == [], f"in no `nav` of mkdocs.yml: {', '.join(missing)}"
    assert sorted(set(pages()) - there) == []
    assert len(pages()) == len(set(pages()))


def test_pages_that_are_made_from_the_code_are_those_of_the_code() -> None:
    spec = importlib.util.spec_from_file_location("reference", DOCS / "site" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    stale = [path.name for path, text in made.pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make reference`"
