"""Vectors of meaning for texts, where the extra `embeddings` is installed."""

from collections.abc import Callable, Sequence

from cypp_consult.text import embedding

Report = Callable[[int, int, str], None]
Embed = Callable[[Sequence[str], Report], Sequence[Sequence[float]]]

_AT_ONCE = 256


def embedder() -> Embed | None:
    """Return what turns texts into vectors and tells how far it is; None without the extra."""
    return _vectors if embedding.available() else None


def _vectors(texts: Sequence[str], report: Report) -> Sequence[Sequence[float]]:
    found: list[list[float]] = []
    for start in range(0, len(texts), _AT_ONCE):
        report(start, len(texts), "Reading the answers for their meaning")
        found += embedding.matrix(embedding.vectors(texts[start : start + _AT_ONCE])).tolist()
    return found
