"""Cut a text into sentences, without any corpus and without TextBlob, which takes a second to load."""

import re
from collections.abc import Iterator

_ENDERS = ".!?\u2026\u06d4\u061f\u0964"
_CLOSERS = "\"'\u201d\u2019)]"
# space after what may end a sentence, or with a new line in it; looked for once where a run of space begins
_GAP = re.compile(rf"(?<=[{_ENDERS}{re.escape(_CLOSERS)}])\s+|(?<!\s)[^\S\n]*+\n\s*")
_ABBREVIATIONS = frozenset("mr mrs ms mx dr st rev prof e.g i.e etc no vs approx".split())  # noqa: SIM905


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of `text` in order, without the space around it; a new line ends one too."""
    start = len(text) - len(text.lstrip())
    for gap in _GAP.finditer(text, start):
        if "\n" in gap[0] or _ends_sentence(text, start, gap.start()):
            yield start, gap.start()
            start = gap.end()
    if start < len(text):
        yield start, len(text)


def _ends_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence of `text` that began at `start` is over at `end`, where a space follows."""
    while end - 1 > start and text[end - 1] in _CLOSERS:
        end -= 1
    if text[end - 1] not in _ENDERS:
        return False
    if text[end - 1] != ".":
        return True
    last = text[max(start, end - 12) : end - 1].rsplit(maxsplit=1)
    return not last or last[-1].lower().lstrip("(") not in _ABBREVIATIONS


def sentences(text: str) -> list[str]:
    """Return the sentences of `text` as they stand, in order, none empty."""
    return [text[start:end] for start, end in sentence_spans(text)]
