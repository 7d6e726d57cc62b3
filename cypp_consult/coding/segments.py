"""Cutting an answer for the page: words that led to a suggestion, and personal details that coders do not see. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cypp_consult.text.personal import KINDS


@dataclass(frozen=True)
class Segment:
    """A stretch of an answer: plain, a `hit` to underline, or hidden behind a label (then `text` is the label)."""

    text: str
    hit: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Span:
    """A hidden stretch: characters `start` up to `end`, and what was found there."""

    start: int
    end: int
    kind: str

    @property
    def label(self) -> str:
        """Return the words shown in its place."""
        return KINDS.get(self.kind, "[detail removed]").strip("[]").replace("removed", "hidden")


def spans(found: Iterable[Mapping[str, Any]], length: int) -> list[Span]:
    """Return the stretches to hide, in order and apart from each other; what lies outside the text is left out."""
    ordered = sorted(
        (Span(max(0, int(item["start"])), min(length, int(item["end"])), str(item["kind"])) for item in found),
        key=lambda span: (span.start, -span.end),
    )
    kept: list[Span] = []
    for span in ordered:
        start = max(span.start, kept[-1].end) if kept else span.start
        if start < span.end:
            kept.append(Span(start, span.end, span.kind))
    return kept


def hits(text: str, reasons: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the reasons stand in the text as whole words, whatever their case; in order, none overlapping."""
    longest_first = sorted({reason for reason in reasons if reason.strip()}, key=lambda word: (-len(word), word))
    pattern = _pattern(tuple(longest_first))
    return [found.span() for found in pattern.finditer(text)] if pattern else []


def segments(text: str, reasons: Iterable[str] = (), hidden: Iterable[Mapping[str, Any]] = ()) -> list[Segment]:
    """Return the text in pieces that together show it once; a hit inside a hidden stretch is not shown."""
    covered = spans(hidden, len(text))
    pieces: list[Segment] = []
    at = 0
    for span in covered:
        pieces += _underlined(text, at, span.start, reasons)
        pieces.append(Segment(span.label, hidden=True))
        at = span.end
    return pieces + _underlined(text, at, len(text), reasons)


def shown_text(text: str, hidden: Iterable[Mapping[str, Any]]) -> str:
    """Return the text as coders see it, with a bracketed label for each hidden stretch."""
    return "".join(f"[{piece.text}]" if piece.hidden else piece.text for piece in segments(text, (), hidden))


def _underlined(text: str, start: int, end: int, reasons: Iterable[str]) -> list[Segment]:
    part = text[start:end]
    pieces: list[Segment] = []
    at = 0
    for first, last in hits(part, reasons):
        if first > at:
            pieces.append(Segment(part[at:first]))
        pieces.append(Segment(part[first:last], hit=True))
        at = last
    if at < len(part):
        pieces.append(Segment(part[at:]))
    return pieces


def visible(reasons: Iterable[str], pieces: Sequence[Segment]) -> list[str]:
    """Return the reasons, each once, that stand where a coder can see them: none from a hidden stretch."""
    seen = " | ".join("".join(piece.text for piece in run) for run in _runs(pieces))
    return [reason for reason in dict.fromkeys(reasons) if hits(seen, [reason])]


def _runs(pieces: Sequence[Segment]) -> list[list[Segment]]:
    """Return the shown pieces, those that a hidden stretch keeps apart in lists of their own."""
    runs: list[list[Segment]] = [[]]
    for piece in pieces:
        if piece.hidden:
            runs.append([])
        else:
            runs[-1].append(piece)
    return runs


@lru_cache(maxsize=1024)
def _pattern(reasons: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds any of the reasons; marks may stand between their words."""
    found = [r"[\W_]+".join(re.escape(word) for word in reason.split()) for reason in reasons]
    return re.compile("|".join(rf"(?<!\w){words}(?!\w)" for words in found), re.IGNORECASE) if found else None
