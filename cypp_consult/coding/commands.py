"""The command `analyse`: texts in, what a machine can say of them out, line by line, without a database."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, BinaryIO

import click
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from cypp_consult.core.commandline import InputProblem
from cypp_consult.core.database import session
from cypp_consult.plans import framework_reader
from cypp_consult.plans.models import ImportedFramework
from cypp_consult.text.analyse import Analysis, analyser_for

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@click.command("analyse")
@click.option("--framework", "framework_id", required=True, metavar="ID", help="A framework of `framework list`.")
def analyse_command(framework_id: str) -> None:
    """Analyse texts: JSON Lines {"id", "text"} on standard input, one JSON object a line on standard output.

    Each answer holds the language, suggested outcomes and priorities with their scores, best first, the tone, where
    personal details stand, and how soon a person should read it. These are suggestions: a person decides. The
    published frameworks need no database; any other is looked for among those that were imported.
    """
    analyse = analyser_for(framework(framework_id))
    out = sys.stdout
    for line in analysed(sys.stdin.buffer, analyse):
        out.write(line)
    out.flush()


def analysed(lines: Iterable[bytes] | BinaryIO, analyse: Callable[[str], Analysis]) -> Iterator[str]:
    """Yield one line of JSON for each line; empty ones are passed over. Raises InputProblem naming a bad line."""
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if line.strip():
            key, text = _read(line, number)
            # escaped, so that no terminal or half a character can spoil the line
            yield json.dumps(analyse(text).as_json(key)) + "\n"


def framework(framework_id: str) -> Mapping[str, Any]:
    """Return the parsed file of a published or an imported framework; InputProblem if there is none of that id."""
    if _ID.fullmatch(framework_id):
        published = files("cypp_consult.plans").joinpath("frameworks", f"{framework_id}.yaml")
        if published.is_file():
            return framework_reader.parse(published.read_text(encoding="utf-8"))
        imported = _imported(framework_id)
        if imported is not None:
            return imported
    raise InputProblem(f"There is no framework “{framework_id}”. `cypp-consult framework list` names them.")


def _imported(framework_id: str) -> Mapping[str, Any] | None:
    """Look for an imported framework; a machine without a database has none."""
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
