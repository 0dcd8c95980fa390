"""The site is whole: every page stands in the book, every link leads somewhere, and nothing comes from another host."""

from tests.docs.site import DOCS, pages

OUTSIDE = {"readme.md", "changelog.md", "contributing.md"}  # docs/site/book.py puts them in


def test_every_page_stands_in_the_book_once() -> None:
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} | OUTSIDE
    missing = sorted(there - set(pages()))
    assert missing == [], f"in no `nav` of mkdocs.yml: {', '.join(missing)}"
    assert sorted(set(pages()) - there) == []
    assert len(pages()) == len(set(pages()))
