"""JSON Lines of texts as commands read them: {"id", "text"} on each line, the line named when one is bad."""

import json
from collections.abc import Iterable, Iterator

from cypp_consult.core.commandline import InputProblem

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def texts(lines: Iterable[bytes]) -> Iterator[tuple[str | int, str]]:
    """Yield (id, text) of each line; empty lines are passed over. Raises InputProblem naming the first bad one."""
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(_BYTE_ORDER_MARK) if number == 1 else raw
        if line.strip():
            yield _read(line, number)


def _read(line: bytes, number: int) -> tuple[str | int, str]:
    try:
        given = json.loads(line.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise InputProblem(f"Line {number} is not JSON in UTF-8.") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str) or "id" not in given:
        raise InputProblem(f'Line {number} must be an object with "id" and "text", such as {{"id": "7", "text": "…"}}.')
    key = given["id"]
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise InputProblem(f'Line {number}: "id" must be a text or a whole number.')
    return key, given["text"]
