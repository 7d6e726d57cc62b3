"""The command line `cypp-consult`. Each feature brings its commands; this loads the one that is asked for."""

import importlib
from typing import Any

import click

# where each command lives: loading every feature to run one would double the time that a short command takes
COMMANDS = {
    "agreement": "coding.agreement",
    "analyse": "coding",
    "check": "accounts",
    "demo": "desk",
    "events": "events",
    "export": "summaries",
    "framework": "plans",
    "group": "coding.finding",
    "import": "collection.importing",
    "init": "accounts",
    "jobs": "web",
    "pairing-code": "events",
    "serve": "web",
    "summary": "summaries",
    "timeline": "consultations",
}


class Features(click.Group):
    """A group whose commands are loaded from their features when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, or None if there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cypp_consult.{COMMANDS[cmd_name]}.commands")
        return next((command for command in module.COMMANDS if command.name == cmd_name), None)


def _make_app() -> Any:
    from cypp_consult.app import create_app

    return create_app()


@click.group(cls=Features, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cypp-consult")
@click.pass_context
def main(context: click.Context) -> None:
    """Consult children, parents and staff on a Children and Young People's Plan."""
    context.obj = context.obj or _make_app


if __name__ == "__main__":
    main()
