"""Importing a file that was read and mapped. Running it again adds nothing."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from cypp_consult.collection.importing import queries
from cypp_consult.collection.importing.mapping import ImportMap, check_columns
from cypp_consult.collection.importing.reading import Row, Sheet
from cypp_consult.collection.importing.rules import Reader, RowError
from cypp_consult.collection.models import ImportRun
from cypp_consult.collection.rules import Receipt, Status, Submission
from cypp_consult.collection.services import store_many
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit

BATCH = 500
KEPT_REJECTS = 5_000
Told = Callable[[int, int], None]


def start_run(
    session: Session,
    consultation: Consultation,
    file_name: str,
    content: bytes,
    *,
    upload: str | None,
    by_name: str,
    at: datetime,
) -> ImportRun:
    """Begin an import: a row that names the file, who brings it, and nothing yet of what it means."""
    run = ImportRun(
        consultation_id=consultation.id,
        file_name=file_name[:300],
        file_digest=hashlib.sha256(content).hexdigest(),
        upload=upload,
        mapping={},
        rejected=[],
        columns=[],
        at=at,
        by_name=by_name,
    )
    session.add(run)
    session.flush()
    return run


def check(
    session: Session,
    consultation: Consultation,
    run: ImportRun,
    sheet: Sheet,
    mapped: ImportMap,
    at: datetime,
    told: Told | None = None,
) -> None:
    """Try the import without storing anything; the run says what would happen. Raises InvalidInputError for the map."""
    reader = _begin(session, consultation, run, sheet, mapped)
    for batch in _batches(sheet.rows):
        good = _readable(reader, batch, run, sheet)
        known = queries.known_ids(session, [submission.id for _, submission in good])
        run.duplicates += sum(submission.id in known for _, submission in good)
        run.imported += sum(submission.id not in known for _, submission in good)
        _tell(told, batch, sheet)
    run.is_trial, run.finished_at = True, at
    session.flush()


def carry_out(
    session: Session,
    consultation: Consultation,
    run: ImportRun,
    sheet: Sheet,
    mapped: ImportMap,
    at: datetime,
    told: Told | None = None,
) -> None:
    """Store what is new and note what was rejected and why. Raises InvalidInputError for the map. Flushes."""
    reader = _begin(session, consultation, run, sheet, mapped)
    for batch in _batches(sheet.rows):
        good = _readable(reader, batch, run, sheet)
        receipts = store_many(session, [submission for _, submission in good], at)
        for (row, _), receipt in zip(good, receipts, strict=True):
            _count(run, sheet, row, receipt)
        _tell(told, batch, sheet)
    run.is_trial, run.finished_at = False, at
    counts = {
        "imported": run.imported,
        "duplicates": run.duplicates,
        "rejected": run.rejected_count,
        "file": run.file_digest,
    }
    audit.record(session, "responses.imported", "consultation", consultation.id, counts, at)
    session.flush()


def _begin(session: Session, consultation: Consultation, run: ImportRun, sheet: Sheet, mapped: ImportMap) -> Reader:
    check_columns(mapped, sheet.columns)
    reader = Reader(queries.target(session, consultation, run.id), mapped)
    run.mapping, run.columns, run.empty_rows = mapped.as_json(), list(sheet.columns), sheet.empty_rows
    run.imported = run.duplicates = run.rejected_count = 0
    run.rejected = []
    session.flush()
    return reader


def _readable(reader: Reader, rows: Sequence[Row], run: ImportRun, sheet: Sheet) -> list[tuple[Row, Submission]]:
    good = []
    for row in rows:
        try:
            good.append((row, reader.submission(row)))
        except RowError as error:
            _reject(run, sheet, row, str(error))
    return good


def _count(run: ImportRun, sheet: Sheet, row: Row, receipt: Receipt) -> None:
    if receipt.status is Status.STORED:
        run.imported += 1
    elif receipt.status is Status.DUPLICATE:
        run.duplicates += 1
    elif receipt.status is Status.CONFLICT:
        _reject(run, sheet, row, "its id came before with other answers. What came first was kept.")
    else:
        _reject(run, sheet, row, receipt.detail)


def _reject(run: ImportRun, sheet: Sheet, row: Row, reason: str) -> None:
    run.rejected_count += 1
    if len(run.rejected) < KEPT_REJECTS:
        cells = [row.cells[column] for column in sheet.columns]
        run.rejected.append({"row": row.number, "reason": reason, "cells": cells})
        flag_modified(run, "rejected")


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _tell(told: Told | None, batch: Sequence[Row], sheet: Sheet) -> None:
    if told and batch:
        told(min(batch[-1].number - 1, len(sheet.rows)), len(sheet.rows))
