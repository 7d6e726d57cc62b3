"""What is wrong with a command's input. In a file of its own, since commands without a database start faster so."""

import click


class InputProblem(click.ClickException):
    """Bad input: prints one line and exits with 2."""

    exit_code = 2
