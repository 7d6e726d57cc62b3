"""The commands that name events and print the timeline."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from cypp_consult.cli import main
from cypp_consult.consultations import services
from tests import make


@pytest.fixture
def run(app, session):
    def invoke(*arguments: str):
        return CliRunner().invoke(main, list(arguments), obj=lambda: app)

    return invoke


def test_timeline_prints_stages_and_milestones(run, session):
    of = make.consultation(session)
    services.add_stage(session, of, "Children’s round", date(2026, 9, 1), date(2026, 9, 30))
    make.milestone(session, of, slug="shortlist")
    session.commit()
    done = run("timeline", of.slug)
    assert done.exit_code == 0
    shown = json.loads(done.stdout)
    assert shown["stages"] == [
        {"id": "childrens-round", "name": "Children’s round", "starts": "2026-09-01", "ends": "2026-09-30"}
    ]
    assert [set(row) for row in shown["milestones"]] == [{"id", "name", "kind", "due", "status", "owner"}]


def test_events_are_named_with_id_slug_and_date(run, session):
    of = make.consultation(session)
    event = make.event(session, of, held_on=date(2026, 11, 25))
    session.commit()
    done = run("events", of.slug)
    assert done.exit_code == 0
    assert json.loads(done.stdout) == [
        {"id": str(event.id), "slug": event.slug, "name": "Moorside Primary", "date": "2026-11-25"}
    ]


@pytest.mark.parametrize("command", ["timeline", "events"])
def test_an_unknown_consultation_is_said_in_one_line(run, command):
    done = run(command, "atlantis")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.strip() == "Error: There is no consultation “atlantis”."
