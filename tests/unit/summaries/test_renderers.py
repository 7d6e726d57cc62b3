"""Every file is opened again by another program, and searched for what must not be in it."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

import docx as python_docx
import html5lib
import openpyxl
import pytest

from cypp_consult.collection.models import Channel
from cypp_consult.core import clock
from cypp_consult.safeguarding.models import Quote
from cypp_consult.summaries import services
from cypp_consult.summaries.content import QuoteLine
from cypp_consult.summaries.renderers import FORMATS
from tests.unit.summaries.world import PARENTS, STAFF, YOUNG, YOUNGER, busy, world

FORMULA = "=cmd|' /C calc'!A0"
HARD = [
    FORMULA,
    "@SUM(1+1)*cmd",
    "*a* {{7*7}} <script>alert(1)</script>",
    "\U0001f600 emoji and a flag \U0001f1ec\U0001f1e7",
    "وقت المدرسة صعب جدا",
    "two\nlines",
    "x" * 100_000,
]


@pytest.fixture
def summary(session, analyst):
    """A summary with hidden counts 3 (younger, Money at home), 2 (parents, Safe routes) and 4; and hard quotes."""
    made = busy(session, analyst)
    for words in HARD:
        made.say(YOUNG, "x", "Safe routes", quote=words)
    gone = made.say(PARENTS, "x", "eat-well", quote="this quote was withdrawn")
    session.query(Quote).filter_by(answer_id=gone[0].id).one().withdrawn_at = clock.now()
    session.commit()
    return services.build(session, made.milestone, clock.now(), 5)


def words_of_docx(content: bytes) -> str:
    document = python_docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_xlsx(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None
    )


def words_of_html(content: bytes) -> str:
    document = html5lib.parse(content.decode(), namespaceHTMLElements=False)
    return "".join(document.find("body").itertext())


def words_of(name: str, content: bytes) -> str:
    readers = {"docx": words_of_docx, "xlsx": words_of_xlsx, "html": words_of_html}
    if name == "json":
        return "\n".join(strings(json.loads(content)))
    return readers.get(name, lambda raw: raw.decode("utf-8-sig"))(content)


def strings(value) -> list[str]:
    if isinstance(value, dict):
        return [found for item in value.values() for found in strings(item)]
    if isinstance(value, list):
        return [found for item in value for found in strings(item)]
    return [value] if isinstance(value, str) else []


WITH_QUOTES = [name for name in FORMATS if name != "csv"]


@pytest.mark.parametrize("name", WITH_QUOTES)
def test_hard_words_come_through_as_they_are(summary, name):
    told = words_of(name, FORMATS[name].render(summary))
    for words in HARD[:5]:
        assert words in told
    assert "two\nlines" in told or "twolines" in told
    assert "x" * 30_000 in told


@pytest.mark.parametrize("name", FORMATS)
def test_no_withdrawn_quote_in_any_file(summary, name):
    assert "withdrawn" not in words_of(name, FORMATS[name].render(summary))


@pytest.mark.parametrize("name", FORMATS)
def test_the_caveat_or_the_hidden_mark_is_in_every_file(summary, name):
    told = words_of(name, FORMATS[name].render(summary))
    assert "yes" in told if name == "csv" else "A consultation is not a survey" in told


@pytest.mark.parametrize("name", WITH_QUOTES)
def test_control_characters_and_surrogates_spoil_no_file(summary, name):
    """They are cleaned at the edge; should one get in all the same, the words are cleaned again when a summary is built."""
    told = words_of(name, FORMATS[name].render(summary))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", told)


def test_words_are_cleaned_when_a_summary_is_built(session, analyst):
    from cypp_consult.summaries.services.words import clean_words

    made = world(session, analyst)
    made.say(YOUNG, "x", quote="be\x07ep \x0b\u202etxet")
    quote = services.build(session, made.milestone, clock.now(), 5).quotes[0]
    assert quote.text == "beep \ntxet"
    assert clean_words("lone \ud800 half") == "lone  half"


def test_tidy_csv_is_the_summary(summary):
    content = FORMATS["csv"].render(summary)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert {row["suppressed"] for row in rows} == {"yes", "no"}
    for row in rows:
        assert (row["count"] == "") == (row["suppressed"] == "yes")
        assert not (row["suppressed"] == "yes" and row["share"])
        if row["share"]:
            assert float(row["share"]) == pytest.approx(int(row["count"]) / int(row["n"]), abs=0.0001)
    themes = {(row["row"], row["column"]): row for row in rows if row["table"] == "Themes by audience"}
    assert themes["Outside the plan: Money at home", "Younger children"]["suppressed"] == "yes"
    assert themes["Stay Safe: Safe routes", "Younger children"]["count"] == "12"


def test_every_file_says_the_same_totals(summary):
    total = str(summary.responses.total)
    assert f"{total} forms" in words_of_html(FORMATS["html"].render(summary))
    assert f"{total} forms" in words_of_docx(FORMATS["docx"].render(summary))
    assert json.loads(FORMATS["json"].render(summary))["responses"]["total"] == {
        "count": int(total),
        "suppressed": False,
    }
    rows = csv.DictReader(io.StringIO(FORMATS["csv"].render(summary).decode("utf-8-sig")))
    assert (
        next(row["count"] for row in rows if row["table"].startswith("Forms") and row["row"] == row["column"] == "All")
        == total
    )
    page = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(summary)))["1 Forms"]
    assert [cell.value for cell in list(page.iter_rows())[-1]][-1] == int(total)


def numbers_of_tables(name: str, content: bytes) -> set[int]:
    """Return every whole number in the cells of a file's tables of counts."""
    if name == "docx":
        document = python_docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    elif name == "html":
        document = html5lib.parse(content.decode(), namespaceHTMLElements=False)
        cells = ["".join(cell.itertext()) for cell in document.iter("td")]
    elif name == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [
            str(cell.value)
            for page in book
            for row in page.iter_rows()
            for cell in row
            if page.title not in {"Contents", "8 Coding"}
            and isinstance(cell.value, int)
            and "%" not in cell.number_format
        ]
    else:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        cells = [row["count"] for row in rows] + [row["n"] for row in rows]
    return {int(found) for cell in cells for found in re.findall(r"^(\d+)", cell.strip())}


@pytest.mark.parametrize("name", ["html", "docx", "xlsx", "csv"])
def test_no_small_count_stands_in_any_table(summary, name):
    assert not numbers_of_tables(name, FORMATS[name].render(summary)) & {1, 2, 3, 4}


def test_the_spreadsheet_runs_and_links_nothing(summary):
    content = FORMATS["xlsx"].render(summary)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/"))
    assert "<f>" not in pages
    assert "hyperlink" not in pages
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[0] == "Contents"
    assert all(page["A1"].value for page in book)
    quoted = next(page for page in book if page.title.endswith("In their words"))
    cell = next(cell for row in quoted.iter_rows() for cell in row if cell.value == FORMULA)
    assert cell.data_type == "s"


def test_the_word_file_is_a_proper_document(summary):
    content = FORMATS["docx"].render(summary)
    document = python_docx.Document(io.BytesIO(content))
    assert document.core_properties.title == "What we heard: What matters to you?"
    assert document.core_properties.language == "en-GB"
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Title") == 1
    assert {"Heading 1", "Heading 2", "Table Caption"} <= set(styles)
    xml = document.element.xml
    assert xml.count("<w:tblHeader") == len(document.tables), "the head of every table repeats"
    assert xml.count("<w:tblCaption") == len(document.tables)
    assert {"<w:bidi", "<w:rtl"} <= set(re.findall("<w:bidi|<w:rtl", xml)), "right-to-left words run right to left"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert 'w:val="en-GB"' in archive.read("word/styles.xml").decode()
        assert 'TargetMode="External"' not in archive.read("word/_rels/document.xml.rels").decode()


def test_the_web_file_stands_alone(summary):
    content = FORMATS["html"].render(summary).decode()
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content)
    assert not list(document.iter("script"))
    assert not list(document.iter("link"))
    for element in document.iter():
        for name in ("src", "href", "srcset", "data"):
            assert not urlsplit(element.get(name) or "").netloc
    assert "url(" not in content
    assert "@import" not in content
    levels = [int(element.tag[1]) for element in document.iter() if element.tag in {"h1", "h2", "h3"}]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in document.iter("table"):
        assert table.find("caption") is not None
        assert all(cell.get("scope") for cell in table.iter("th"))
    assert '<div dir="rtl">' in content


def test_a_percentage_never_stands_without_its_n(summary):
    told = words_of_html(FORMATS["html"].render(summary))
    assert re.search(r"Young people\s*n = \d+", told)


def test_a_frozen_summary_says_so_in_every_file(summary):
    frozen = replace(summary, frozen_at=clock.now(), digest="ab" * 32, number=7)
    for name in ("html", "docx", "xlsx"):
        told = words_of(name, FORMATS[name].render(frozen))
        assert "ab" * 32 in told
        assert re.search(r"[Ee]vidence pack 7", told)
    assert json.loads(FORMATS["json"].render(frozen))["pack"] == {"version": 7, "digest": "ab" * 32}


@pytest.mark.parametrize("name", FORMATS)
def test_a_summary_of_nothing_makes_every_file(session, analyst, name):
    made = world(session, analyst)
    assert FORMATS[name].render(services.build(session, made.milestone, clock.now(), 5))


def test_many_channels_and_every_audience(session, analyst):
    made = world(session, analyst)
    for audience in (YOUNGER, YOUNG, PARENTS, STAFF):
        for channel in Channel:
            made.say(audience, "x", "Safe routes", times=6, channel=channel)
    summary = services.build(session, made.milestone, clock.now(), 5)
    assert summary.responses.total == 120
    assert words_of_docx(FORMATS["docx"].render(summary)).count("Group note") == 2


def test_quotes_stand_under_their_first_theme_once(summary):
    extra = QuoteLine("q", "once", ("Money at home", "Safe routes"), "Young person")
    content = FORMATS["html"].render(replace(summary, quotes=(*summary.quotes, extra))).decode()
    assert content.count("“once”") == 1
    assert "Also: Safe routes" in content
