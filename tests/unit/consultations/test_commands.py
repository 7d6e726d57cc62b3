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


def test_a_template_is_laid_out_and_kept_only_when_told(run, session, lead):
    of = make.consultation(session, lead=lead)
    session.commit()
    command = ("timeline", of.slug, "--template", "leeds-2009", "--anchor", "2027-03-17")
    done = run(*command)
    assert done.exit_code == 0
    shown = json.loads(done.stdout)
    assert [set(row) for row in shown["stages"]] == [{"id", "name", "starts", "ends"}] * 3
    assert {frozenset(row) for row in shown["milestones"]} == {
        frozenset({"id", "name", "kind", "due", "status", "owner"})
    }
    due = {row["id"]: row["due"] for row in shown["milestones"]}
    assert due["outline-priorities-start"][:7] == "2026-06"
    assert due["partnership-approval"][:7] == "2027-02"
    assert due["executive-board-approval"] == "2027-03-17"
    assert json.loads(run("timeline", of.slug).stdout)["milestones"] == []
    kept = run(*command, "--save")
    assert kept.exit_code == 0 and json.loads(kept.stdout) == shown
    assert json.loads(run("timeline", of.slug).stdout) == shown
    assert run(*command, "--save").exit_code == 0
    assert json.loads(run("timeline", of.slug).stdout) == shown


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (
            ("--template", "poem", "--anchor", "2027-03-17"),
            "There is no template “poem”. There are: leeds-2009, twelve-weeks",
        ),
        (("--template", "six-weeks"), "Give the anchor day"),
        (("--template", "six-weeks", "--anchor", "soon"), "--anchor must be a day such as 2027-03-17, not “soon”."),
        (("--template", "six-weeks", "--anchor", "2027-02-29"), "--anchor must be a day"),
        (("--template", "six-weeks", "--anchor", "1850-01-01"), "between 2000 and 2100"),
        (("--save",), "Name a template too"),
        (("--anchor", "2027-03-17"), "Name a template too"),
    ],
)
def test_bad_input_is_one_clear_line(run, session, options, says):
    of = make.consultation(session)
    session.commit()
    done = run("timeline", of.slug, *options)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert says in done.stderr and done.stderr.strip().count("\n") == 0
