"""Commands of accounts: setting an installation up, and checking it."""

import sys
from collections.abc import Iterator

import click
from flask import current_app
from flask_migrate import upgrade
from flask_security import hash_password
from sqlalchemy import text

from cypp_consult.accounts import mails, queries, rules, services
from cypp_consult.accounts.models import User
from cypp_consult.core import clock
from cypp_consult.core.commandline import InputProblem, with_app
from cypp_consult.core.database import db, session
from cypp_consult.core.mail import check_address
from cypp_consult.core.roles import Role
from cypp_consult.web import checks, operators

LOCK = 4_212_009  # any number of ours: two hosts that migrate at once take turns


@click.command("init")
@click.option("--admin-email", default="", help="Make this person an administrator.")
@click.option("--admin-name", default="Administrator", show_default=True, help="What to call them.")
@click.option(
    "--password-stdin", is_flag=True, help="Read their password from standard input instead of inviting them."
)
@with_app
def init(admin_email: str, admin_name: str, *, password_stdin: bool) -> None:
    """Create or migrate the database; make the first administrator.

    Without --password-stdin an invitation link is printed: open it and choose a password. Running it again is safe.
    """
    if password_stdin and not admin_email:
        raise InputProblem("--password-stdin needs --admin-email.")
    _migrate()
    services.add_roles(session())
    session().commit()
    click.echo(f"Database ready at revision {operators.migration_head()}.")
    if admin_email:
        _administrator(admin_email, admin_name, _password() if password_stdin else "")
    elif not queries.any_administrator(session()):
        click.echo("There is no administrator yet. Make one: cypp-consult init --admin-email NAME@EXAMPLE.ORG")


def _migrate() -> None:
    with db.engine.connect() as connection:
        postgresql = connection.dialect.name == "postgresql"
        if postgresql:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        # the lock goes with the connection
        upgrade(directory=str(current_app.extensions["migrate"].directory))


def _password() -> str:
    given = sys.stdin.readline().rstrip("\r\n")
    if len(given) < rules.MINIMUM_PASSWORD:
        raise InputProblem(f"The password must have {rules.MINIMUM_PASSWORD} characters or more.")
    return given


def _administrator(email: str, name: str, password: str) -> None:
    check_address(email)
    at = clock.now()
    person = queries.by_email(session(), email)
    if person is None:
        person = services.invite(session(), name=name, email=email, roles=[Role.ADMINISTRATOR], at=at)
    elif Role.ADMINISTRATOR not in person.role_names or not person.active:
        services.set_roles(session(), person, {*person.role_names, Role.ADMINISTRATOR}, at)
        services.switch_on(session(), person, at)
    _let_in(person, password)
    session().commit()


def _let_in(person: User, password: str) -> None:
    at = clock.now()
    if password:
        services.set_password(session(), person, hash_password(password), at)
        click.echo(f"{person.email} is an administrator and can sign in.")
    elif person.password:
        click.echo(f"{person.email} is an administrator and has a password already.")
    else:
        services.invite_again(session(), person, at)
        click.echo(f"{person.email} is an administrator. Choose a password within {rules.INVITATION_LASTS.days} days:")
        click.echo(mails.invitation_link(person))


@click.command("check")
@with_app
def check() -> None:
    """Say what is unsafe, missing or broken; exit with 2 if anything must be put right."""
    found = checks.findings(_people)
    for finding in found:
        click.echo(f"{finding.level.value}: {finding.words}")
    bad = sum(finding.level == checks.Level.WRONG for finding in found)
    if bad:
        raise InputProblem(f"{bad} thing{'s' if bad != 1 else ''} to put right.")
    click.echo("All is in order.")


def _people() -> Iterator[checks.Finding]:
    if not queries.administrators_who_can_sign_in(session()):
        yield checks.note("No administrator can sign in. Make one: cypp-consult init --admin-email NAME@EXAMPLE.ORG")


COMMANDS = (init, check)
