"""The HTML form of a text, as a mail program would send it, with the pieces (and so the spans) carried over."""

from collections.abc import Iterator
from html import escape

from llm_assets.sample.text import Piece, Text

_HEAD = '<html><body style="font-family: sans-serif">\n<p>'
_TAIL = '</p>\n<img src="https://static.example.com/logo.png" alt="" width="1" height="1">\n</body></html>'


def _literal(text: str) -> str:
    paragraphs = escape(text, quote=False).split("\n\n")
    return "</p>\n<p>".join(paragraph.replace("\n", "<br>\n") for paragraph in paragraphs)


def _markup(piece: Piece) -> Iterator[Piece]:
    # A value that HTML writes otherwise does not stand literally, and so is no span.
    same = _literal(piece.text) == piece.text
    shown = piece if same else Piece(_literal(piece.text))
    prefix = {"EMAIL": "mailto:", "URL": ""}.get(piece.entity or "")
    if prefix is None or not same:
        yield shown
        return
    yield from (Piece(f'<a href="{prefix}'), shown, Piece('">'), shown, Piece("</a>"))


def to_html(text: Text) -> Text:
    """An HTML document: paragraphs, line breaks, e-mails and URLs as links (so each stands twice)."""
    return Text(Piece(_HEAD)) + text.map(_markup) + _TAIL
