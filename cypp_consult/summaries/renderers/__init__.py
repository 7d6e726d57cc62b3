"""Files made of a summary. Each renderer gets what is fit to be shown and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from cypp_consult.core.errors import InvalidInputError
from cypp_consult.summaries.content import ThemedSummary
from cypp_consult.summaries.renderers.data import as_json, tidy_csv
from cypp_consult.summaries.renderers.sheets import xlsx
from cypp_consult.summaries.renderers.web import html
from cypp_consult.summaries.renderers.word import docx


@dataclass(frozen=True)
class Format:
    """One kind of file: its name, what people call it, what it is for, and how it is made."""

    name: str
    label: str
    purpose: str
    mimetype: str
    render: Callable[[ThemedSummary], bytes]
    in_background: bool = False


_OOXML = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    item.name: item
    for item in (
        Format(
            "html",
            "Web page",
            "To read and to publish. Works in every browser, with screen readers and on paper.",
            "text/html",
            html,
        ),
        Format(
            "docx",
            "Word document",
            "To edit, and to paste into a report of your own.",
            f"{_OOXML}.wordprocessingml.document",
            docx,
            in_background=True,
        ),
        Format(
            "xlsx",
            "Excel workbook",
            "To sort the numbers and draw charts. One table a sheet.",
            f"{_OOXML}.spreadsheetml.sheet",
            xlsx,
            in_background=True,
        ),
        Format("csv", "CSV file", "To load the counts into another program. One count a line.", "text/csv", tidy_csv),
        Format("json", "JSON file", "For programs: everything the summary says.", "application/json", as_json),
    )
}


def format_named(name: str) -> Format:
    """Return a format; InvalidInputError with the formats there are for any other name."""
    found = FORMATS.get(name)
    if found is None:
        raise InvalidInputError(f"{name} is not yet offered. Choose one of: {', '.join(FORMATS)}.")
    return found


def file_name(summary: ThemedSummary, extension: str) -> str:
    """Return a name for the file: the consultation, the milestone, the pack, and the day of the cut-off."""
    pack = f"pack-{summary.number}" if summary.frozen_at else "draft"
    return f"{summary.about.slug}-{summary.about.milestone_slug}-{pack}-{summary.cut_off_at:%Y-%m-%d}.{extension}"
