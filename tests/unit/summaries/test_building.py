"""What a summary counts, and what it leaves out."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import event as events

from cypp_consult.coding.models import Suggestion
from cypp_consult.collection.models import Channel
from cypp_consult.core import clock
from cypp_consult.summaries import services
from cypp_consult.summaries.content import ThemedSummary
from tests import make
from tests.unit.summaries.world import PARENTS, STAFF, YOUNG, YOUNGER, busy, world


def build(made, threshold=5, at=None) -> ThemedSummary:
    return services.build(made.session, made.milestone, at or clock.now(), threshold)


def cell(table, row: str, audience):
    at = [line.id for line in table.rows].index(row)
    return table.counts[at][[line.id for line in table.columns].index(audience.value)]


def test_forms_and_people_are_counted_apart(session, analyst):
    summary = build(busy(session, analyst))
    assert summary.responses.total == 77  # 80 but for the three of staff
    assert summary.people.total == 88
    rows = dict(zip([line.id for line in summary.responses.rows], summary.responses.row_totals, strict=True))
    assert rows == {"younger-children": 15, "young-people": 30, "parents-carers": 32, "staff-partners": None}


def test_an_audience_too_small_to_show_is_in_no_number(session, analyst):
    summary = build(busy(session, analyst))
    assert summary.left_out == ("Staff and partners",)
    for table in summary.tables():
        for place, line in enumerate(table.rows):
            if line.id == STAFF.value:
                assert set(table.counts[place]) == {None}
        for place, line in enumerate(table.columns):
            if line.id == STAFF.value:
                assert {row[place] for row in table.counts} <= {None}
                assert table.n[place] is None
    assert summary.coding.answers == 77


def test_outcomes_count_their_priorities_and_themes_once_a_form(session, analyst):
    made = world(session, analyst)
    made.say(YOUNG, "a", "stay-safe", "safe-streets", "Safe routes", times=6)
    made.say(YOUNG, "b", "safe-home", times=7)
    made.say(YOUNG, "c", mark=True, times=8)
    summary = build(made)
    assert cell(summary.outcomes, "stay-safe", YOUNG) == 13
    assert cell(summary.outcomes, "be-healthy", YOUNG) == 0
    assert cell(summary.priorities, "safe-streets", YOUNG) == 6
    assert cell(summary.themes, "safe-routes", YOUNG) == 6
    assert summary.themes.n[1] == 21, "a mark is coding too"
    assert summary.themes.percent(0, 1) == 29


def test_small_counts_are_hidden_and_zeros_are_not(session, analyst):
    summary = build(busy(session, analyst))
    assert cell(summary.themes, "money-at-home", YOUNGER) is None
    assert cell(summary.themes, "safe-routes", PARENTS) is None
    assert cell(summary.themes, "money-at-home", PARENTS) == 0
    assert cell(summary.themes, "safe-routes", YOUNG) == 20
    feel = summary.questions[0].tables[0]
    assert cell(feel, "bad", YOUNGER) is None
    assert cell(feel, "good", YOUNGER) is None, "hidden, for the n would tell the other"


def test_closed_questions_are_told_as_distributions(session, analyst):
    made = world(session, analyst)
    made.say(YOUNG, "", faces="good", things=("parks", "clubs"), times=6)
    made.say(YOUNG, "", faces="bad", things=("clubs",), times=9)
    make.response(session, made.consultation, audience=YOUNG)
    feel, want = build(made).questions
    assert [line.label for line in feel.tables[0].rows] == ["Good", "OK", "Bad"]
    assert [cell(feel.tables[0], key, YOUNG) for key in ("good", "ok", "bad")] == [6, 0, 9]
    assert feel.tables[0].n[1] == 15, "a skipped question is not in n"
    assert [cell(want.tables[0], key, YOUNG) for key in ("parks", "clubs", "buses")] == [6, 15, 0]
    assert want.several
    assert want.tables[0].n[1] == 15


def test_an_answer_of_not_sure_and_one_nobody_offered_are_told(session, analyst):
    made = world(session, analyst)
    made.say(YOUNG, "", faces="good", times=5)
    made.say(YOUNG, "", faces="splendid", times=6)
    for _ in range(7):
        response = make.response(session, made.consultation, audience=YOUNG, values={made.faces: []})
        response.answers[0].unsure = True
    session.commit()
    table = build(made).questions[0].tables[0]
    assert {line.label: row[1] for line, row in zip(table.rows, table.counts, strict=True)} == {
        "Good": 5,
        "OK": 0,
        "Bad": 0,
        "splendid": 6,
        "I’m not sure": 7,
    }


def test_what_does_not_count(session, analyst):
    made = world(session, analyst)
    late = clock.now() + timedelta(hours=1)
    made.say(YOUNG, "a", "Safe routes", times=6)
    made.say(YOUNG, "late", "Safe routes", times=5, received_at=late)
    made.say(YOUNG, "back", "Safe routes", times=7, removed_at=clock.now())
    made.say(YOUNG, "raised", "Safe routes", times=8, reading="raised")
    made.say(YOUNG, "unread", times=9, reading=None)
    guessed = made.say(YOUNG, "guessed", times=6)
    for answer in guessed:
        session.add(
            Suggestion(answer_id=answer.id, theme_id=made.themes["Safe routes"].id, score=0.9, made_at=clock.now())
        )
    session.commit()
    summary = build(made)
    assert cell(summary.themes, "safe-routes", YOUNG) == 6
    assert summary.responses.total == 29
    assert (summary.coding.answers, summary.coding.coded, summary.coding.to_code, summary.coding.unread) == (
        21,
        6,
        6,
        9,
    )
    assert (summary.coding.raised, summary.coding.coders, summary.coding.suggestions_counted) == (8, 1, 0)
    assert {item.why.split()[0]: item.count for item in summary.excluded} == {"Taken": 7, "Came": 5, "Kept": 0}


def test_the_cut_off_of_the_milestone_holds(session, analyst):
    made = world(session, analyst)
    made.milestone.cut_off_at = clock.now() - timedelta(days=1)
    made.say(YOUNG, "a", "Safe routes", times=6, received_at=made.milestone.cut_off_at - timedelta(seconds=1))
    made.say(YOUNG, "b", "Safe routes", times=5, received_at=made.milestone.cut_off_at)
    summary = build(made)
    assert summary.cut_off_at == made.milestone.cut_off_at
    assert summary.responses.total == 6
    made.milestone.cut_off_at = clock.now() + timedelta(days=9)
    at = clock.now()
    assert build(made, at=at).cut_off_at == at


def test_quotes_are_those_released_and_still_cleared(session, analyst):
    made = world(session, analyst)
    event = make.event(session, made.consultation, name="Mill Lane Youth Club")
    made.say(YOUNG, "x", "Safe routes", quote="shown", event_id=event.id)
    made.say(PARENTS, "x", "eat-well", quote="also shown")
    made.say(STAFF, "x", "Safe routes", quote="raised later", reading="raised")
    made.say(YOUNG, "x", quote="taken back", removed_at=clock.now())
    made.say(YOUNG, "x", quote="from a group", channel=Channel.GROUP_NOTE, headcount=9, event_id=event.id)
    from cypp_consult.safeguarding.models import Quote

    gone = made.say(YOUNG, "x", quote="withdrawn")
    session.query(Quote).filter_by(answer_id=gone[0].id).one().withdrawn_at = clock.now()
    session.commit()
    quotes = {quote.text: quote for quote in build(made).quotes}
    assert set(quotes) == {"shown", "also shown", "from a group"}
    assert quotes["shown"].by == "Young person, Mill Lane Youth Club"
    assert quotes["shown"].themes == ("Safe routes",)
    assert quotes["also shown"].by == "Parent or carer"
    assert quotes["also shown"].themes == ("Eat well",)
    assert quotes["from a group"].by == "Group of young people, Mill Lane Youth Club"


def test_most_raised_is_told_from_shown_counts_alone(session, analyst):
    summary = build(busy(session, analyst))
    assert {(item.audiences, item.theme, item.children) for item in summary.most_raised} == {
        (("Younger children", "Young people"), "Safe routes", True)
    }


def test_the_order_of_themes_tells_nothing_of_hidden_counts(session, analyst):
    made = world(session, analyst)
    made.theme("A few")
    made.say(YOUNG, "x", "Money at home", times=4)
    made.say(YOUNG, "x", "A few", times=3)
    made.say(YOUNG, "x", "Safe routes", times=9)
    assert [line.label for line in build(made).themes.rows] == ["Safe routes", "A few", "Money at home"]


def test_no_one_at_all_is_told_too(session, analyst):
    summary = build(world(session, analyst))
    assert summary.responses.total == 0
    assert summary.coding.percent is None
    assert summary.quotes == ()
    assert ThemedSummary.from_json(json.loads(json.dumps(summary.as_json()))) == summary


def test_where_all_are_few_even_the_sum_is_hidden(session, analyst):
    made = world(session, analyst)
    made.say(YOUNG, "x", "Safe routes", times=3)
    summary = build(made)
    assert summary.responses.total is None
    assert summary.as_json()["responses"]["total"] == {"count": None, "suppressed": True}
    assert 3 not in numbers(summary.as_json())


def numbers(value) -> list:
    if isinstance(value, dict):
        return [
            found
            for key, item in value.items()
            if key not in {"threshold", "number", "format"}
            for found in numbers(item)
        ]
    if isinstance(value, list):
        return [found for item in value for found in numbers(item)]
    return [value] if isinstance(value, int) and not isinstance(value, bool) else []


def test_json_hides_and_comes_back(session, analyst):
    summary = build(busy(session, analyst))
    written = json.loads(json.dumps(summary.as_json()))
    assert ThemedSummary.from_json(written) == summary
    assert not {1, 2, 3, 4} & set(numbers({**written, "coding": {**written["coding"], "coders": 0}}))
    row = next(row for row in written["themes"]["rows"] if row["id"] == "money-at-home")
    assert row["cells"][0] == {"column": "younger-children", "count": None, "suppressed": True, "share": None}


def test_names_are_cleaned(session, analyst):
    made = world(session, analyst)
    made.theme("Bad\x01 name\u202e\nover two lines")
    made.consultation.title = "\x02Title"
    session.commit()
    summary = build(made)
    assert summary.about.title == "Title"
    assert "Bad name over two lines" in {line.label for line in summary.themes.rows}


@pytest.mark.parametrize("kind", ["few", "many"])
def test_the_number_of_statements_is_the_same_however_many_answers(session, analyst, kind):
    made = busy(session, analyst)
    if kind == "many":
        made.say(YOUNG, "Lights", "Safe routes", times=60, faces="ok", things=("parks",), quote="Lights")
    count = 0

    def counted(*_):
        nonlocal count
        count += 1

    session.expire_all()
    milestone = session.get(type(made.milestone), made.milestone.id)
    _ = milestone.consultation.plan, milestone.consultation.audiences
    engine = session.get_bind()
    events.listen(engine, "before_cursor_execute", counted)
    try:
        services.build(session, milestone, clock.now(), 5)
    finally:
        events.remove(engine, "before_cursor_execute", counted)
    assert count == 17
