"""Spreadsheets: contents first, one table a sheet, its title in A1. Text is written as text: nothing runs."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from cypp_consult.summaries.content import ThemedSummary
from cypp_consult.summaries.rules.tables import Count, ShownTable
from cypp_consult.web.filters import moment, plain_day

HIDDEN = "c"
LONGEST = 32_767  # characters in a cell; the writer drops longer text
_CUT = " … (cut here: a spreadsheet cell holds no more)"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_A4 = 9
_FORBIDDEN = re.compile(r"[][:*?/\\]")
Value = str | int | float | None


@dataclass
class Sheet:
    """One sheet: its title, lines about it, a head, rows, and column widths in characters."""

    name: str
    title: str
    about: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: list[tuple[Value, ...]] = field(default_factory=list)
    widths: tuple[int, ...] = (40,)
    shares: frozenset[int] = frozenset()


def xlsx(summary: ThemedSummary) -> bytes:
    """Return the summary as a spreadsheet."""
    tables = [_table(summary, table) for table in summary.tables()]
    texts = [_coding(summary), _quotes(summary), _frame(summary)]
    return book(_titled(summary), _about(summary), [*tables, *texts])


def book(title: str, about: Sequence[str], sheets: Sequence[Sheet]) -> bytes:
    """Return a spreadsheet of the sheets, with contents before them."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, _OPTIONS)
    made.set_properties({"title": title, "comments": "Made by CYPP Consult."})
    formats = {
        "title": made.add_format({"bold": True, "font_size": 16}),
        "head": made.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2}),
        "text": made.add_format({"text_wrap": True, "valign": "top"}),
        "plain": made.add_format({"valign": "top"}),
        "number": made.add_format({"num_format": "#,##0", "valign": "top"}),
        "share": made.add_format({"num_format": "0%", "valign": "top"}),
    }
    names = _sheet_names(sheet.name for sheet in sheets)
    contents = Sheet("Contents", title, tuple(about), ("Sheet", "What it holds"), widths=(34, 90))
    contents.rows = [(name, sheet.title) for name, sheet in zip(names, sheets, strict=True)]
    for name, sheet in zip(["Contents", *names], [contents, *sheets], strict=True):
        _write(made.add_worksheet(name), sheet, formats)
    made.close()
    return buffer.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.write_string(0, 0, _fit(sheet.title), formats["title"])
    for line, words in enumerate(sheet.about, 1):
        page.write_string(line, 0, _fit(words), formats["plain"])
    top = len(sheet.about) + 2
    for column, words in enumerate(sheet.head):
        page.write_string(top, column, _fit(words), formats["head"])
    if sheet.head:
        page.freeze_panes(top + 1, 1)
        page.repeat_rows(top)
    for line, row in enumerate(sheet.rows, top + 1):
        for column, value in enumerate(row):
            _put(page, line, column, value, formats, share=column in sheet.shares)


def _put(page: Any, line: int, column: int, value: Value, formats: dict[str, Any], *, share: bool) -> None:
    if isinstance(value, str):
        page.write_string(line, column, _fit(value), formats["text"])
    elif value is not None:
        page.write_number(line, column, value, formats["share" if share else "number"])


def _fit(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - len(_CUT)] + _CUT


def _sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return names that a spreadsheet takes: numbered, without its forbidden characters, 31 at most."""
    return [f"{number} {_FORBIDDEN.sub(' ', name)}"[:31].strip("' ") for number, name in enumerate(wanted, 1)]


def _titled(summary: ThemedSummary) -> str:
    return f"What we heard: {summary.about.title}"


def _about(summary: ThemedSummary) -> list[str]:
    about, kind = summary.about, "Evidence pack" if summary.frozen_at else "Draft of pack"
    lines = [
        f"Themed summary for “{about.milestone}”, due {plain_day(about.due_on)}. {kind} {summary.number}.",
        f"Answers up to {moment(summary.cut_off_at)}.",
        summary.caveat,
        summary.suppression,
    ]
    if summary.left_out:
        lines.append(f"Too few answered to be shown, and in no number here: {', '.join(summary.left_out)}.")
    if summary.digest:
        lines.append(f"Digest (SHA-256): {summary.digest}")
    return [*lines, f"Contact: {about.contact}"] if about.contact else lines


def _shown(count: Count) -> Value:
    return HIDDEN if count is None else count


def _table(summary: ThemedSummary, table: ShownTable) -> Sheet:
    sheet = Sheet(table.title.partition(" by audience")[0], table.title, (table.note, summary.suppression))
    grouped = any(line.group for line in table.rows)
    lead = (_head_of(summary, table), *(("Under",) if grouped else ()))
    many = 2 if table.with_shares else 1
    columns = [
        (f"{line.label}: forms", f"{line.label}: share") if table.with_shares else (line.label,)
        for line in table.columns
    ]
    sheet.head = (*lead, *(words for pair in columns for words in pair), *(("All",) if table.row_totals else ()))
    sheet.widths = (44, *((30,) if grouped else ()), *([16] * (len(columns) * many + 1)))
    first = len(lead)
    sheet.shares = frozenset(range(first + 1, first + 2 * len(columns), 2)) if table.with_shares else frozenset()
    sheet.rows = [_row(table, row, grouped=grouped) for row in range(len(table.rows))]
    if table.n is not None:
        name = "All" if table.row_totals else "n: forms that count here"
        counts = (value for n in table.n for value in ((_shown(n), None) if table.with_shares else (_shown(n),)))
        total = (_shown(table.total),) if table.row_totals else ()
        sheet.rows.append((name, *(("",) if grouped else ()), *counts, *total))
    return sheet


def _head_of(summary: ThemedSummary, table: ShownTable) -> str:
    names = {"themes": "Theme", "outcomes": summary.about.outcome_word, "priorities": "Priority"}
    return names.get(table.id, "Audience" if table.row_totals else "Answer")


def _row(table: ShownTable, row: int, *, grouped: bool) -> tuple[Value, ...]:
    line = table.rows[row]
    cells: list[Value] = []
    for column, count in enumerate(table.counts[row]):
        share = table.share(row, column)
        shown: Value = HIDDEN if count is None else share
        cells += [_shown(count), shown] if table.with_shares else [_shown(count)]
    total = (_shown(table.row_totals[row]),) if table.row_totals else ()
    return (line.label, *((line.group,) if grouped else ()), *cells, *total)


def _coding(summary: ThemedSummary) -> Sheet:
    coding = summary.coding
    left_out = f"These numbers leave out: {', '.join(coding.left_out)}." if coding.left_out else ""
    return Sheet(
        "Coding",
        "How far reading and coding are",
        tuple(line for line in ("Answers in people’s own words.", left_out) if line),
        ("What", "Answers"),
        [
            ("Answers that may be coded, or wait to be read for safety", coding.answers),
            ("Coded by people", coding.coded),
            ("Read and still to be coded", coding.to_code),
            ("Not yet read for safety", coding.unread),
            ("Kept back for safeguarding", _shown(coding.raised)),
            ("Suggestions by a machine that are counted", coding.suggestions_counted),
            ("People who coded", coding.coders),
            *((f"Responses not counted. {item.why}", _shown(item.count)) for item in summary.excluded),
        ],
        widths=(64, 16),
    )


def _quotes(summary: ThemedSummary) -> Sheet:
    rows: list[tuple[Value, ...]] = [(quote.text, ", ".join(quote.themes), quote.by) for quote in summary.quotes]
    about = ("Each was read for safety, redacted and released by a person.",)
    return Sheet("In their words", "In their words", about, ("Quote", "About", "Who"), rows, widths=(90, 34, 40))


def _frame(summary: ThemedSummary) -> Sheet:
    word = summary.about.outcome_word
    rows: list[tuple[Value, ...]] = [
        (word if code.kind == "outcome" else code.kind.capitalize(), code.name, code.under, code.definition)
        for code in summary.frame
    ]
    head = ("Kind", "Name", "Under", "Meaning")
    return Sheet("Code frame", "The words we count by", (), head, rows, widths=(14, 50, 40, 80))
