"""The answers annex as a file: Word by theme as lists, spreadsheet and CSV with one answer a line."""

from collections.abc import Iterator

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.summaries.content import NO_THEME
from cypp_consult.summaries.renderers.data import written
from cypp_consult.summaries.renderers.sheets import Sheet, book
from cypp_consult.summaries.renderers.web import render
from cypp_consult.summaries.renderers.word import docx_of
from cypp_consult.summaries.services.annex import Annex
from cypp_consult.web.filters import moment

ANNEX_FORMATS = ("docx", "xlsx", "csv")
WARNING = (
    "For the people who write the plan, not for publishing. Personal details were masked by rules, "
    "which miss some: read before you pass anything on."
)
_HEAD = ("Answer", "Themes", "Question", "Audience", "Event", "In English", "Translated from")


def annex_file(annex: Annex, form: str) -> bytes:
    """Return the annex in one of `ANNEX_FORMATS`; InvalidInputError for any other."""
    if form == "docx":
        # lists, not a table: a table of thousands of rows takes pandoc a gigabyte
        return docx_of(render("summaries/answers.html", annex=annex, groups=annex.by_theme(NO_THEME), warning=WARNING))
    if form == "xlsx":
        about = (f"For “{annex.milestone}”. Answers up to {moment(annex.cut_off_at)}.", WARNING)
        sheet = Sheet(
            "Answers", "Answers in people’s own words", about, _HEAD, list(_rows(annex)), (90, 34, 30, 24, 34, 90, 18)
        )
        return book(f"Answers annex: {annex.title}", about, [sheet])
    if form == "csv":
        return written(_HEAD, _rows(annex))
    raise InvalidInputError(f"{form} is not yet offered for answers. Choose one of: {', '.join(ANNEX_FORMATS)}.")


def _rows(annex: Annex) -> Iterator[tuple[str, ...]]:
    for answer in annex.answers:
        told = (answer.text, "; ".join(answer.themes), answer.question, answer.audience.label, answer.event)
        yield (*told, answer.english, answer.language)
