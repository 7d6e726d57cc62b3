"""The command line `cypp-consult`. Each feature brings its commands; this only gathers them."""

import importlib
import importlib.util

import click

from cypp_consult.app import create_app

FEATURES = (
    "web",
    "accounts",
    "plans",
    "consultations",
    "questionnaires",
    "events",
    "collection",
    "collection.importing",
    "safeguarding",
    "coding",
    "summaries",
    "desk",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cypp-consult")
@click.pass_context
def main(context: click.Context) -> None:
    """Consult children, parents and staff on a Children and Young People's Plan."""
    context.obj = context.obj or create_app


def _gather() -> None:
    for feature in FEATURES:
        name = f"cypp_consult.{feature}.commands"
        if importlib.util.find_spec(name) is None:
            continue
        for command in importlib.import_module(name).COMMANDS:
            main.add_command(command)


_gather()
