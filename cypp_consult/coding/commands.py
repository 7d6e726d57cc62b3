"""The command `analyse`: texts in, what a machine can say of them out, line by line, without a database."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from itertools import islice
from typing import Any, BinaryIO

import click

from cypp_consult.core.problems import InputProblem
from cypp_consult.plans import framework_reader
from cypp_consult.text import embedding
from cypp_consult.text.analyse import Analysis, analyser_for
from cypp_consult.text.lessons import Lesson
from cypp_consult.text.lexicons import examples_for_vectors

# texts whose vectors are made at once
_AT_ONCE = 64
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@click.command("analyse")
@click.option("--framework", "framework_id", required=True, metavar="ID", help="A framework of `framework list`.")
@click.option(
    "--engine",
    type=click.Choice(("auto", "light", "embeddings")),
    default="auto",
    show_default=True,
    help="light goes by words; embeddings by meaning too, if that extra is installed; auto takes it if it is.",
)
@click.option(
    "--tags",
    "tags_file",
    type=click.File("rb"),
    metavar="FILE",
    help='Confirmed tags to learn from first: JSON Lines {"text", "outcomes": […], "priorities": […], "refused": […]}.',
)
def analyse_command(framework_id: str, engine: str, tags_file: BinaryIO | None) -> None:
    """Analyse texts: JSON Lines {"id", "text"} on standard input, one JSON object a line on standard output.

    Each answer holds the language, suggested outcomes and priorities with their scores, best first, the tone, where
    personal details stand, and how soon a person should read it. These are suggestions: a person decides. The
    published frameworks need no database; any other is looked for among those that were imported.
    """
    chosen = framework(framework_id)
    taught = list(read_lessons(tags_file)) if tags_file else []
    if engine == "embeddings" and not embedding.available():
        raise InputProblem("The extra “embeddings” is not installed: pip install 'cypp-consult[embeddings]'.")
    out = sys.stdout
    vectors = AtHand() if engine != "light" and embedding.available() else None
    if vectors:
        vectors.fetch([*examples_for_vectors(), *(one.text for one in taught)])
    analyse = analyser_for(chosen, taught, vectors)
    for line in analysed(sys.stdin.buffer, analyse, vectors):
        out.write(line)
    out.flush()


class AtHand:
    """Vectors of texts, made many at a time since that is quicker; called with a text it returns its vector."""

    def __init__(self) -> None:
        """Start with none."""
        self._known: dict[str, bytes] = {}

    def fetch(self, texts: Iterable[str]) -> None:
        """Make the vectors of texts."""
        some = list(dict.fromkeys(texts))
        self._known.update(zip(some, embedding.vectors(some), strict=True))

    def __call__(self, text: str) -> bytes | None:
        """Return the vector of a text that was fetched."""
        return self._known.get(text)

    def forget(self) -> None:
        """Drop all vectors, which are not needed any more."""
        self._known.clear()


def analysed(
    lines: Iterable[bytes] | BinaryIO, analyse: Callable[[str], Analysis], vectors: AtHand | None = None
) -> Iterator[str]:
    """Yield one line of JSON for each line; empty ones are passed over. Raises InputProblem naming a bad line.

    Without vectors each line is answered before the next is read.
    """
    for some in _in_turn(_numbered(lines), _AT_ONCE if vectors else 1):
        if vectors:
            vectors.forget()
            vectors.fetch(text for _, text in some)
        for key, text in some:
            # escaped, so that no terminal or half a character can spoil the line
            yield json.dumps(analyse(text).as_json(key)) + "\n"


def _numbered(lines: Iterable[bytes] | BinaryIO) -> Iterator[tuple[str, str]]:
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if line.strip():
            yield _read(line, number)


def _in_turn(rows: Iterator[tuple[str, str]], count: int) -> Iterator[list[tuple[str, str]]]:
    while some := list(islice(rows, count)):
        yield some


def read_lessons(lines: Iterable[bytes] | BinaryIO) -> Iterator[Lesson]:
    """Yield the lessons of a file of tags; InputProblem naming the line that is none."""
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            given = json.loads(raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
            told = [given.get(name, []) for name in ("outcomes", "priorities", "refused")]
            text = given["text"]
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, AttributeError, KeyError, TypeError):
            text, told = None, []
        if not isinstance(text, str) or not all(_are_ids(ids) for ids in told):
            raise InputProblem(
                f'Tags, line {number}: write an object such as {{"text": "…", "outcomes": ["stay-safe"]}}.'
            )
        yield Lesson(text, (*told[0], *told[1]), tuple(told[2]))


def _are_ids(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(item, str) for item in given)


def framework(framework_id: str) -> Mapping[str, Any]:
    """Return the parsed file of a published or an imported framework; InputProblem if there is none of that id."""
    if _ID.fullmatch(framework_id):
        published = files("cypp_consult.plans").joinpath("frameworks", f"{framework_id}.yaml")
        if published.is_file():
            return framework_reader.parse_published(published.read_text(encoding="utf-8"))
        imported = _imported(framework_id)
        if imported is not None:
            return imported
    raise InputProblem(f"There is no framework “{framework_id}”. `cypp-consult framework list` names them.")


def _imported(framework_id: str) -> Mapping[str, Any] | None:
    """Look for an imported framework; a machine without a database has none."""
    # only here: the published frameworks need no database, and its libraries take longer to load than all the rest
    from sqlalchemy import select
    from sqlalchemy.exc import SQLAlchemyError

    from cypp_consult.core.database import session
    from cypp_consult.plans.models import ImportedFramework

    make_app: Callable[[], Any] = click.get_current_context().find_root().obj
    with make_app().app_context():
        try:
            query = select(ImportedFramework.content).where(ImportedFramework.slug == framework_id)
            content: Mapping[str, Any] | None = session().scalar(query)
        except SQLAlchemyError:
            return None
        return content


def _read(line: bytes, number: int) -> tuple[str, str]:
    try:
        given = json.loads(line.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise InputProblem(f"Line {number} is not JSON in UTF-8.") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str) or "id" not in given:
        raise InputProblem(f'Line {number} must be an object with "id" and "text", such as {{"id": "7", "text": "…"}}.')
    key = given["id"]
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise InputProblem(f'Line {number}: "id" must be a text or a whole number.')
    return key, given["text"]  # type: ignore[return-value]  # a number is given back as the number it was


COMMANDS = (analyse_command,)
