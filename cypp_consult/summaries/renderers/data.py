"""Plain data: one long tidy CSV, and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from cypp_consult.summaries.content import ThemedSummary
from cypp_consult.summaries.rules.tables import Count, ShownTable
from cypp_consult.text.clean import spreadsheet_safe

HEAD = ("table", "row", "column", "count", "share", "n", "suppressed")
ALL = "All"
Cell = str | int | float | None


def tidy_csv(summary: ThemedSummary) -> bytes:
    """Return every count of the summary, one a line, with its share and n; hidden ones are empty and say so."""
    return written(HEAD, _lines(summary))


def written(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows as a CSV that spreadsheets open rightly and in which no text runs as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow(
            [spreadsheet_safe(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row]
        )
    return buffer.getvalue().encode("utf-8-sig")


def as_json(summary: ThemedSummary) -> bytes:
    """Return the summary as JSON; hidden counts are null with "suppressed": true beside them."""
    frozen = {"version": summary.number, "digest": summary.digest} if summary.digest else None
    values = {"pack": frozen, **summary.as_json()}
    return json.dumps(values, ensure_ascii=False, indent=2).encode()


def _lines(summary: ThemedSummary) -> Iterator[tuple[Cell, ...]]:
    for table in summary.tables():
        yield from _of_table(table)
    coding = summary.coding
    for words, count in (
        ("Answers", coding.answers),
        ("Coded", coding.coded),
        ("To be coded", coding.to_code),
        ("Not read for safety", coding.unread),
        ("Kept back for safeguarding", coding.raised),
        ("Suggestions counted", coding.suggestions_counted),
    ):
        yield _line("Coding", words, "Answers", count)
    for item in summary.excluded:
        yield _line("Not counted", item.why, "Responses", item.count)


def _of_table(table: ShownTable) -> Iterator[tuple[Cell, ...]]:
    for row, line in enumerate(table.rows):
        name = f"{line.group}: {line.label}" if line.group else line.label
        for column, head in enumerate(table.columns):
            n = table.n[column] if table.with_shares and table.n else None
            yield _line(table.title, name, head.label, table.counts[row][column], table.share(row, column), n)
        if table.row_totals is not None:
            yield _line(table.title, name, ALL, table.row_totals[row])
    if table.row_totals is not None and table.n is not None:
        for head, count in zip(table.columns, table.n, strict=True):
            yield _line(table.title, ALL, head.label, count)
        yield _line(table.title, ALL, ALL, table.total)


def _line(
    table: str, row: str, column: str, count: Count, share: float | None = None, n: Count = None
) -> tuple[Cell, ...]:
    return (table, row, column, count, None if share is None else round(share, 4), n, "yes" if count is None else "no")
