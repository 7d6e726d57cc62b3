"""Longer texts of a lead, such as the privacy notice, as headings and paragraphs. Pure."""

_ENDS = (".", "!", "?", ":", ",", ";", "…", "”", '"')
_LONGEST_HEADING = 90


def blocks(text: str) -> list[tuple[str, str]]:
    """Return a text as ("heading", words) and ("paragraph", words), in order.

    Blocks are set apart by empty lines. One short line that does not end like a sentence is a heading, and so is one
    that begins with "#". Lines within a paragraph stay lines.
    """
    found: list[tuple[str, str]] = []
    for block in _split(text):
        marked = block.startswith("#")
        first, _, rest = block.partition("\n") if marked else (block, "", "")
        is_short = "\n" not in first and len(first) <= _LONGEST_HEADING and not first.endswith(_ENDS)
        found.append(("heading" if marked or is_short else "paragraph", first.lstrip("# ") if marked else first))
        if rest:
            found.append(("paragraph", rest))
    return [(kind, words) for kind, words in found if words]


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _split(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            parts[-1].append(line.strip())
        elif parts[-1]:
            parts.append([])
    return ["\n".join(part) for part in parts if part]
