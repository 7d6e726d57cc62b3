"""Word files, by pandoc from the same HTML as the web report. It runs in its sandbox: it reads and fetches nothing."""

import tempfile
from pathlib import Path

import pypandoc

from cypp_consult.summaries.content import ThemedSummary
from cypp_consult.summaries.renderers.reference import reference_docx
from cypp_consult.summaries.renderers.web import report


def docx(summary: ThemedSummary) -> bytes:
    """Return the report as a Word file on A4."""
    return docx_of(report(summary, for_word=True))


def docx_of(html: str) -> bytes:
    """Return an HTML document as a Word file: its one h1 becomes the title, h2 the first level of headings."""
    with tempfile.TemporaryDirectory() as folder:
        reference, made = Path(folder) / "reference.docx", Path(folder) / "made.docx"
        reference.write_bytes(reference_docx())
        pypandoc.convert_text(
            html,
            "docx",
            format="html",
            outputfile=str(made),
            extra_args=[
                "--sandbox",
                f"--reference-doc={reference}",
                "--shift-heading-level-by=-1",
                "--metadata=lang:en-GB",
            ],
        )
        return made.read_bytes()
