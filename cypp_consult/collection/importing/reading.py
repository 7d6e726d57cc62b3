"""Reading a CSV or XLSX file into numbered rows of text, whatever tool wrote it. Pure: bytes in, rows out.

Rows are numbered as a spreadsheet shows them: the names of the columns stand in row 1.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from charset_normalizer import from_bytes
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.text.clean import clean_text

MOST_ROWS = 200_000
MOST_UNPACKED = 512 * 1024 * 1024
SAMPLE = 64 * 1024
DELIMITERS = ",;\t|"
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class UnreadableFileError(InvalidInputError):
    """A file that cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Row:
    """One row: its number, its cells by column name, and the columns that hold a formula."""

    number: int
    cells: dict[str, str]
    formulas: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing stands in it."""
        return not any(value.strip() for value in self.cells.values())


@dataclass(frozen=True)
class Sheet:
    """A file that was read: the column names in order, and its rows."""

    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    empty_rows: int = 0

    def values(self, column: str, most: int = 40) -> list[str]:
        """Return the different values of a column, in the order met, at most `most`."""
        found: dict[str, None] = {}
        for row in self.rows:
            found.setdefault(row.cells.get(column, "").strip())
            if len(found) > most:
                break
        return [value for value in found if value][:most]


def read(content: bytes, file_name: str) -> Sheet:
    """Return the rows of a file. Raises UnreadableFileError with a sentence that says what to do."""
    if not content:
        raise UnreadableFileError("The file is empty.")
    if content[:4] == b"PK\x03\x04":
        return _sheet(_xlsx_rows(content))
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableFileError(
            "This is an old Excel file (.xls) or it has a password. Save it as .xlsx or CSV and try again."
        )
    if file_name.lower().endswith((".xlsx", ".xlsm")):
        raise UnreadableFileError(
            "This is not an Excel file, though its name says so. Save it as .xlsx or CSV and try again."
        )
    return _sheet(_csv_rows(decode(content)))


def decode(content: bytes) -> str:
    """Return the text of a CSV file in UTF-8, UTF-16, Windows or another encoding, without its byte order mark."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFileError("The file is damaged: it does not hold the text it says it holds.") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(
            content[:SAMPLE], cp_isolation=["cp1252", "cp1250", "mac_roman", "utf_16_le", "utf_16_be"]
        ).best()
        return content.decode(best.encoding if best else "cp1252", errors="replace")


def _delimiter(text: str) -> str:
    # the one that the first line uses most, outside quotes: Excel writes semicolons where the comma is a decimal point
    first, quoted = dict.fromkeys(DELIMITERS, 0), False
    for letter in text[:SAMPLE]:
        if letter == '"':
            quoted = not quoted
        elif letter == "\n" and not quoted and any(first.values()):
            break
        elif letter in first and not quoted:
            first[letter] += 1
    return max(DELIMITERS, key=lambda mark: first[mark])


def _csv_rows(text: str) -> Iterator[tuple[list[Any], frozenset[int]]]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            yield cells, frozenset()
    except csv.Error as error:
        raise UnreadableFileError(
            f"Line {reader.line_num} cannot be read: a quotation mark is out of place. Save it again as CSV or .xlsx."
        ) from error


def _xlsx_rows(content: bytes) -> Iterator[tuple[list[Any], frozenset[int]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableFileError("This file is too big when unpacked. Split it and import the parts.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFileError(
            "This Excel file cannot be read. Save it as .xlsx or CSV again and try once more."
        ) from error
    try:
        if not book.worksheets:
            raise UnreadableFileError("This workbook has no sheet with cells.")
        for cells in book.worksheets[0].iter_rows():
            formulas = frozenset(place for place, cell in enumerate(cells) if getattr(cell, "data_type", "") == "f")
            yield [cell.value for cell in cells], formulas
    finally:
        book.close()


def as_text(value: Any) -> str:
    """Return a cell as clean text: days and moments in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value))


def _sheet(rows: Iterator[tuple[list[Any], frozenset[int]]]) -> Sheet:
    columns: tuple[str, ...] = ()
    kept: list[Row] = []
    empty = 0
    for number, (cells, formulas) in enumerate(rows, start=1):
        if number == 1:
            columns = _columns([as_text(cell).strip() for cell in cells])
            continue
        if number > MOST_ROWS + 1:
            raise UnreadableFileError(f"The file has more than {MOST_ROWS:,} rows. Split it and import the parts.")
        row = _row(number, columns, cells, formulas)
        if row.is_empty:
            empty += 1
        else:
            kept.append(row)
    if not columns:
        raise UnreadableFileError("The file is empty.")
    return Sheet(columns, kept, empty)


def _columns(names: list[str]) -> tuple[str, ...]:
    while names and not names[-1]:
        names.pop()
    if not any(names):
        raise UnreadableFileError("Row 1 must hold the names of the columns.")
    seen: dict[str, int] = {}
    unique = []
    for place, name in enumerate(names, start=1):
        called = name or f"Column {place}"
        seen[called] = seen.get(called, 0) + 1
        unique.append(called if seen[called] == 1 else f"{called} ({seen[called]})")
    return tuple(unique)


def _row(number: int, columns: tuple[str, ...], cells: list[Any], formulas: frozenset[int]) -> Row:
    texts = [as_text(cell) for cell in cells[: len(columns)]]
    texts += [""] * (len(columns) - len(texts))
    return Row(
        number,
        dict(zip(columns, texts, strict=True)),
        frozenset(columns[place] for place in formulas if place < len(columns)),
    )
