"""Answers made fit to be compared and named: personal details are cut out, so that no label can hold one. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from cypp_consult.coding.segments import segments
from cypp_consult.text.personal import personal_details

# ends a phrase for those who look for phrases, and is no word
GAP = " \u2026 "


def without_details(text: str, found: Iterable[Mapping[str, Any]] | None = None) -> str:
    """Return a text with a gap in place of each personal detail: those found before, or looked for now where None."""
    hidden = found
    if hidden is None:
        hidden = [{"start": one.start, "end": one.end, "kind": one.kind} for one in personal_details(text)]
    return "".join(GAP if piece.hidden else piece.text for piece in segments(text, (), hidden))
