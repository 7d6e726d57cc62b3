"""Coded units as a file: columns `unit`, `coder`, `codes`, with `;` between the codes. Pure."""

import csv
import io
from collections.abc import Iterator, Mapping

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.text.agreement import Codes, Readings

COLUMNS = ("unit", "coder", "codes")
SEPARATOR = ";"
# a spreadsheet would run a cell that begins like this
_RUN = ("=", "+", "-", "@", "\t", "\r")


def read(content: bytes) -> Readings:
    """Return the readings of a file. Raises InvalidInputError with one line that names what is wrong, and where."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInputError("The file is not text in UTF-8. Save it as CSV UTF-8.") from None
    found: dict[str, dict[str, Codes]] = {}
    first_seen: dict[tuple[str, str], int] = {}
    try:
        for line, row in _rows(text):
            unit, coder = row["unit"], row["coder"]
            if not unit or not coder:
                raise InvalidInputError(f"Line {line} has no {'coder' if unit else 'unit'}.")
            if (unit, coder) in first_seen:
                before = first_seen[unit, coder]
                raise InvalidInputError(f"Line {line}: “{coder}” coded “{unit}” already in line {before}.")
            first_seen[unit, coder] = line
            found.setdefault(coder, {})[unit] = _codes(row["codes"])
    except csv.Error as error:
        raise InvalidInputError(f"The file is not CSV: {error}.") from None
    _check(found)
    return found


def write(readings: Readings) -> str:
    """Return readings as a file that `read` and spreadsheets take, by unit and coder."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    rows = sorted((unit, coder) for coder, own in readings.items() for unit in own)
    for unit, coder in rows:
        codes = SEPARATOR.join(sorted(name.replace(SEPARATOR, ",") for name in readings[coder][unit]))
        writer.writerow([_safe(cell) for cell in (unit, coder, codes)])
    return out.getvalue()


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head = [name.strip().casefold() for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise InvalidInputError(f"The first line must name the columns unit,coder,codes; {missing[0]} is missing.")
    if len(set(head) & set(COLUMNS)) != sum(name in COLUMNS for name in head):
        raise InvalidInputError("A column of unit,coder,codes is there twice.")
    places = {name: head.index(name) for name in COLUMNS}
    for row in reader:
        if any(cell.strip() for cell in row):
            if len(row) < len(head) and len(row) <= max(places["unit"], places["coder"]):
                raise InvalidInputError(f"Line {reader.line_num} has too few columns.")
            yield reader.line_num, _cells(row, places)


def _cells(row: list[str], places: Mapping[str, int]) -> dict[str, str]:
    return {name: " ".join(row[place].split()) if place < len(row) else "" for name, place in places.items()}


def _codes(cell: str) -> Codes:
    return frozenset(code for code in (part.strip() for part in cell.split(SEPARATOR)) if code)


def _check(found: Readings) -> None:
    if not found:
        raise InvalidInputError("The file holds no coded units.")
    if len(found) == 1:
        raise InvalidInputError(f"Only “{next(iter(found))}” coded here. Agreement needs two coders or more.")
    coders = list(found.values())
    if not any(one.keys() & other.keys() for place, one in enumerate(coders) for other in coders[place + 1 :]):
        raise InvalidInputError("No unit was coded by two coders.")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUN) else cell
