"""Files of other tools are read, or refused with a sentence that says what to do."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cypp_consult.collection.importing import reading

TEXT = "id,words\n1,café – “quoted”\n2,plain\n"


def xlsx(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_byte_order_marks_are_found_out(encoding):
    sheet = reading.read(TEXT.encode(encoding), "a.csv")
    assert sheet.columns == ("id", "words")
    assert sheet.rows[0].cells["words"] == "café – “quoted”"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_common_mark_parts_the_columns(mark):
    sheet = reading.read(f'a{mark}b\n1{mark}"x{mark}\ny"\n'.encode(), "a.csv")
    assert sheet.rows[0].cells == {"a": "1", "b": f"x{mark}\ny"}


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    sheet = reading.read(b'id,words\n1,"two\nlines"\n\n ,\n4,four\n', "a.csv")
    assert [row.number for row in sheet.rows] == [2, 5]
    assert sheet.empty_rows == 2


def test_short_and_long_rows_fit_the_columns():
    sheet = reading.read(b"a,b\n1\n1,2,3\n", "a.csv")
    assert [row.cells for row in sheet.rows] == [{"a": "1", "b": ""}, {"a": "1", "b": "2"}]


def test_columns_without_a_name_or_with_the_same_name_get_one():
    assert reading.read(b"a,,a\n1,2,3\n", "a.csv").columns == ("a", "Column 2", "a (2)")


def test_a_formula_in_a_workbook_is_noticed_and_text_that_looks_like_one_is_kept():
    content = xlsx([["id", "words"], [1, "=1+1"], [2, "fine"]])
    sheet = reading.read(content, "a.xlsx")
    assert sheet.rows[0].formulas == {"words"}
    assert sheet.rows[1].formulas == frozenset()
    assert reading.read(b"id,words\n1,=1+1\n", "a.csv").rows[0].cells["words"] == "=1+1"


def test_numbers_and_days_of_a_workbook_become_text():
    from datetime import datetime

    sheet = reading.read(xlsx([["n", "f", "d"], [12, 3.5, datetime(2026, 11, 21, 14, 5)]]), "a.xlsx")  # noqa: DTZ001 - as Excel keeps it
    assert sheet.rows[0].cells == {"n": "12", "f": "3.5", "d": "2026-11-21T14:05:00"}


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "empty"),
        (b"\n\n", "a.csv", "names of the columns"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.xls", "old Excel"),
        (b"PK\x03\x04broken", "a.xlsx", "cannot be read"),
        (b"a,b\n1,2\n", "a.xlsx", "not an Excel file"),
        (b'a,b\n1,"x" y\n', "a.csv", "Line 2"),
        (b"\xff\xfea", "a.csv", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content, name, says):
    with pytest.raises(reading.UnreadableFileError, match=says):
        reading.read(content, name)


def test_a_workbook_that_would_unpack_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 100)
    with pytest.raises(reading.UnreadableFileError, match="too big"):
        reading.read(xlsx([["a"], ["b"]]), "a.xlsx")


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(reading.UnreadableFileError):
        reading.read(out.getvalue(), "a.xlsx")


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_nothing_else(content):
    try:
        sheet = reading.read(content, "a.csv")
    except reading.UnreadableFileError:
        return
    assert all(set(row.cells) == set(sheet.columns) for row in sheet.rows)
