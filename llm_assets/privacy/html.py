"""HTML columns become plain text before they are redacted: a reader wants words, and tags can hide a value from recognisers.

What an attribute says to a reader stays: the target of a link, the description of a picture. Parser: lexbor (selectolax).
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tr ul".split()
)
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "-comment"})


def plain_text(html: str) -> str:
    """The text of an HTML fragment: blocks on lines of their own, list items with a dash, links as `label (address)`."""
    if "<" not in html and "&" not in html:
        return html
    root = LexborHTMLParser(html).body
    if root is None:
        return ""
    pieces: list[str] = []
    _walk(root, pieces)
    return _tidy("".join(pieces))


def _walk(root: LexborNode, pieces: list[str]) -> None:
    # A stack of its own: nested markup as deep as anybody likes must not end in a RecursionError.
    stack: list[tuple[LexborNode | str, bool]] = [(root, False)]
    while stack:
        node, verbatim = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        tag = node.tag
        if tag in _UNSEEN:
            continue
        if tag == "-text":
            text = node.text_content or ""
            pieces.append(text if verbatim else _one_line(text))
            continue
        after = _opened(node, tag or "", pieces)
        verbatim = verbatim or tag in ("pre", "textarea")
        stack.append((after, False))
        children = list(node.iter(include_text=True))
        stack.extend((child, verbatim) for child in reversed(children))


def _opened(node: LexborNode, tag: str, pieces: list[str]) -> str:
    """Writes what stands before the content of a node, and gives what stands after it."""
    if tag == "br":
        pieces.append("\n")
    elif tag == "img":
        pieces.append(" ".join(filter(None, (node.attributes.get("alt"), node.attributes.get("src")))))
    elif tag in _BLOCKS:
        pieces.append("\n- " if tag == "li" else "\n")
        return "" if tag == "li" else "\n"
    elif tag in ("td", "th"):
        return " | "
    elif tag == "a":
        target = (node.attributes.get("href") or "").removeprefix("mailto:").removeprefix("tel:")
        label = node.text(deep=True).strip()
        return f" ({target})" if target and target != label and not target.startswith(("#", "javascript:")) else ""
    return ""


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"


def _tidy(text: str) -> str:
    # One space at the start of a line is what folding left of a line break; more are the indentation of preformatted text.
    lines = [line.rstrip() if line.startswith("  ") else line.strip() for line in text.split("\n")]
    tidy: list[str] = []
    for line in lines:
        if line or (tidy and tidy[-1]):
            tidy.append(line)
    return "\n".join(tidy).strip("\n")
