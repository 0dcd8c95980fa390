"""The pictures of docs/formats.md: `python -m benchmarks.pictures TREE FOLDER` writes two pages for a browser to photograph.

A profile as Markdown is rendered, and one of the conversations for fine-tuning; both of a tree of the bundled sample, whose
people are invented. Then `chromium --headless --screenshot=profile.png --window-size=900,1190 FOLDER/profile.html`.
"""

import html
import json
import sys
from pathlib import Path

from markdown_it import MarkdownIt

_PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 24px 32px; color: #1f2328; max-width: 840px }}
h1 {{ font-size: 22px; border-bottom: 1px solid #d1d9e0 }} h2 {{ font-size: 18px; margin: 14px 0 4px }}
h3 {{ font-size: 15px; margin: 12px 0 2px }}
ul, p {{ margin: 4px 0 }} blockquote {{ margin: 6px 0; padding: 0 12px; border-left: 4px solid #d1d9e0; color: #444d56 }}
pre {{ background: #f6f8fa; padding: 10px; font-size: 13px; white-space: pre-wrap }}
.turn {{ margin: 10px 0; padding: 8px 14px; border-radius: 12px; max-width: 620px; white-space: pre-wrap }}
.user {{ background: #eef1f4 }} .assistant {{ background: #dcebfb; margin-left: 160px }}
.role {{ font-size: 12px; color: #59636e }}
</style>{body}"""


def profile(text: str) -> str:
    """A profile as a reader of Markdown shows it; its front matter stands above, as it is."""
    _, header, rest = text.split("---\n", 2)
    body = MarkdownIt("commonmark", {"html": False}).render(rest)
    return _PAGE.format(body=f"<pre>{html.escape(header.strip())}</pre>{body}")


def conversation(record: dict[str, list[dict[str, str]]]) -> str:
    """A record of the format chat, turn by turn."""
    turns = (
        f'<div class="turn {each["role"]}"><div class="role">{each["role"]}</div>{html.escape(each["content"])}</div>'
        for each in record["messages"]
    )
    return _PAGE.format(body="".join(turns))


def main() -> None:
    """Chooses the profile and the conversation that show most in little space: the shortest with enough in them."""
    tree, folder = Path(sys.argv[1]), Path(sys.argv[2])
    texts = (path.read_text(encoding="utf-8") for path in sorted(tree.glob("profiles/*/*.md")))
    shown = min((text for text in texts if text.count("\n### ") in range(3, 6) and text.count("[") > 4), key=len)
    lines = (line for path in sorted(tree.glob("chat/*.jsonl")) for line in path.open(encoding="utf-8"))
    english = (line for line in lines if line.isascii() and line.count('"role"') == 6)
    spoken = min((line for line in english if line.count("[") > 4), key=len)
    (folder / "profile.html").write_text(profile(shown), encoding="utf-8")
    (folder / "chat.html").write_text(conversation(json.loads(spoken)), encoding="utf-8")


if __name__ == "__main__":
    main()
