"""Gathering the words of the children's screens from their code into the template and every catalogue.

`python -m cypp_consult.questionnaires.languages.gathering` writes them anew and says how complete each language is.
"""

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from cypp_consult.questionnaires.languages import catalogues
from cypp_consult.questionnaires.languages.catalogues import LANGUAGES, Language

SCREENS = Path(__file__).parents[3] / "static" / "kiosk"
# Babel's extractor knows the function by its name and takes the first argument
KEYWORDS = {"say": None}
PLACES = re.compile(r"\{(\w+)\}")
# moments and names of tools in a header would change the file without a change of words
LEFT_OUT = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Report-Msgid-Bugs-To|Language-Team):.*\n',
    re.MULTILINE,
)
ABOUT_TEMPLATE = "# English words of the children's screens, gathered from their code by `make catalogues`."
ABOUT = """\
# {language} words of the children's screens.
# Draft, not checked by a native reader. An installation offers them only after somebody has marked them as checked."""


def gather(folder: Path = SCREENS) -> Catalog:
    """Return the words that the scripts of a folder say, each once, with the names of the scripts, in their order."""
    catalog = Catalog(project="CYPP Consult", version="1", header_comment=ABOUT_TEMPLATE, charset="utf-8", fuzzy=False)
    for script in sorted(folder.glob("*.js")):
        with script.open("rb") as text:
            for line, words, *_ in extract("javascript", text, keywords=KEYWORDS, options={"encoding": "utf-8"}):
                if isinstance(words, str) and words:
                    catalog.add(words, locations=[(script.name, line)])
    return catalog


def places(words: str) -> list[str]:
    """Return the names in braces that a text leaves open, sorted; a translation must leave open the same."""
    return sorted(PLACES.findall(words))


def template_text(folder: Path = SCREENS) -> str:
    """Return the template as it should lie in the file."""
    return _written(gather(folder))


def refreshed(language: Language, template: Catalog, file: Path) -> str:
    """Return a language's catalogue with the template's words: what is translated stays, what is gone goes."""
    if file.exists():
        with file.open("rb") as text:
            catalog = read_po(text, locale=language.code, ignore_obsolete=True)
    else:
        catalog = Catalog(locale=language.code, project="CYPP Consult", version="1", charset="utf-8")
    catalog.update(template, no_fuzzy_matching=True)
    catalog.header_comment = ABOUT.format(language=language.english)
    catalog.fuzzy = False
    return _written(catalog)


def _written(catalog: Catalog) -> str:
    found = io.BytesIO()
    write_po(found, catalog, width=110, include_lineno=False, ignore_obsolete=True)
    return LEFT_OUT.sub("", found.getvalue().decode())


def main() -> None:
    """Write the template and every catalogue, and print how complete each is."""
    template = gather()
    (catalogues.FOLDER / catalogues.TEMPLATE).write_text(_written(template), encoding="utf-8")
    for language in LANGUAGES.values():
        if language.needs_check:
            file = catalogues.path(language.code)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(refreshed(language, template, file), encoding="utf-8")
            standing = catalogues.standing(language.code)
            print(f"{language.english}: {standing.done} of {standing.of}")  # noqa: T201 - what the person ran it for


if __name__ == "__main__":
    main()
