"""Commands about consultations."""

import json
from datetime import date
from typing import Any

import click

from cypp_consult.consultations import queries, services
from cypp_consult.consultations.fields import FIRST_DAY, LAST_DAY
from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.rules.patterns import PatternError, lay_out
from cypp_consult.core import clock
from cypp_consult.core.commandline import InputProblem, with_app
from cypp_consult.core.database import session


@click.command("timeline")
@click.argument("slug")
@click.option("--template", "name", metavar="NAME", help="Lay this template out, backwards from its anchor day.")
@click.option("--anchor", metavar="DATE", help="The anchor day of the template, such as 2027-03-17.")
@click.option("--save", is_flag=True, help="Keep what was laid out; without it nothing is kept.")
@with_app
def timeline(slug: str, name: str | None, anchor: str | None, *, save: bool) -> None:
    """Print the stages and milestones of the consultation SLUG as JSON, or those a template would give it."""
    consultation = queries.by_slug(session(), slug)
    if consultation is None:
        raise InputProblem(f"There is no consultation “{slug}”.")
    if name is None:
        if anchor is not None or save:
            raise InputProblem("Name a template too, such as --template twelve-weeks.")
        shown = queries.timeline_json(session(), consultation.id, clock.today())
    else:
        shown = _laid_out(consultation, name, anchor, save=save)
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


def _laid_out(consultation: Consultation, name: str, anchor: str | None, *, save: bool) -> dict[str, Any]:
    known = queries.templates(session())
    if name not in known:
        raise InputProblem(f"There is no template “{name}”. There are: {', '.join(known)}.")
    if anchor is None:
        raise InputProblem("Give the anchor day of the template too, such as --anchor 2027-03-17.")
    day = _day(anchor)
    try:
        laid = lay_out(known[name], day, queries.work_calendar(session(), consultation.division))
    except PatternError as error:
        raise InputProblem(str(error)) from error
    if save:
        services.keep_layout(session(), consultation, known[name], laid, day, by_id=None, at=clock.now())
        session().commit()
    owner = consultation.lead.name if consultation.lead else None
    return queries.laid_json(laid, owner, clock.today())


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise InputProblem(f"--anchor must be a day such as 2027-03-17, not “{given}”.") from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InputProblem("--anchor must be a day between 2000 and 2100.")
    return day


COMMANDS = (timeline,)
