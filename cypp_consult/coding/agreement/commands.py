"""The command `agreement`: a file of coded units in, figures out, without a database."""

import json
import sys
from pathlib import Path

import click

from cypp_consult.coding.agreement import files, report
from cypp_consult.core.commandline import InputProblem
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.text.agreement import SEED


@click.command("agreement")
@click.argument("file", metavar="FILE.csv")
@click.option("--generic", multiple=True, metavar="CODE", help="A code that says nothing else fits; may be repeated.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Seed of the bootstrap.")
def agreement_command(file: str, generic: tuple[str, ...], seed: int) -> None:
    """Say how far coders agree, as JSON.

    FILE.csv has the columns unit,coder,codes, with ";" between codes; one line a unit and coder, and nothing in codes
    where the coder gave none. "-" reads standard input. Cohen's kappa per code and pooled, positive agreement, and
    the F1 per unit with a 95 % bootstrap interval; with and without generic codes (without --generic: those named
    "other", "nothing to say" and the like). More than two coders are compared pairwise and in the mean. Units that
    only one coder coded are named and left out; under 30 units it says "not enough".
    """
    try:
        readings = files.read(_content(file))
    except InvalidInputError as error:
        raise InputProblem(str(error)) from error
    click.echo(json.dumps(report.as_json(readings, generic, seed), indent=1))


def _content(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise InputProblem(f"The file {file} cannot be read: {error.strerror or error}.") from error


COMMANDS = (agreement_command,)
