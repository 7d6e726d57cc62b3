"""What every command shares: an application context, and one clear line on standard error with exit code 2."""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy.exc import DBAPIError

from cypp_consult.core import audit
from cypp_consult.core.errors import DomainError
from cypp_consult.core.problems import InputProblem
from cypp_consult.settings import SettingError

__all__ = ("InputProblem", "with_app")

P = ParamSpec("P")
R = TypeVar("R")


def with_app(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command inside the application's context, acting as the command line.

    The group keeps the function that makes the application in `ctx.obj`. Domain errors, wrong settings and a database
    that was never set up become `InputProblem`.
    """

    @functools.wraps(command)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        make_app: Callable[[], Any] = click.get_current_context().find_root().obj
        before = audit.actor()
        try:
            with make_app().app_context():
                audit.act_as(audit.Actor(None, "command line"))
                return command(*args, **kwargs)
        except (DomainError, SettingError) as error:
            raise InputProblem(str(error)) from error
        except DBAPIError as error:
            told = str(error.orig).splitlines()[0]
            raise InputProblem(f"The database is not as it should be: {told}. Run `cypp-consult init`.") from error
        finally:
            audit.act_as(before)

    return inside
