"""How each coder works: flags, notes, keys, views, samples, whole searches; with and without the page's script."""

from html import unescape

import pytest
from sqlalchemy import event, func, select

from cypp_consult.coding.finding import queries as finding
from cypp_consult.coding.finding.looking import look
from cypp_consult.coding.finding.services import keep as keep_look
from cypp_consult.coding.models import CodingAct, Tag
from cypp_consult.coding.workbench.models import AnswerFlag, AnswerMemo, AnswerSeen, CoderHabit, FlagKind
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.database import db
from cypp_consult.core.roles import Role
from tests.pages.coding.test_workbench import listed, press, toast, undo, url

ROWS = {"X-Part": "rows"}


def row(answer, key):
    return answer.words(f"//h:tr[@data-answer='{key}']")


def test_a_flag_is_put_seen_found_and_taken_off(coding, page, analyst, other):
    first, second = coding.answers(2)
    coding.session.commit()
    page.sign_in(analyst)
    seen = press(page, coding, f"flag {first}", back="state=all")
    assert toast(seen) == "Flag put."
    assert "Joe Carter flagged it" in row(seen, first)
    assert toast(press(page, coding, f"flag {first}", back="state=all")) == "You have a flag there already."
    assert listed(page.get(url(coding, "?state=all&flag=any"))) == [str(first)]
    page.sign_in(other)
    assert listed(page.get(url(coding, "?state=all&flag=mine"))) == []
    seen = press(page, coding, f"settle {first}", back="state=all")
    assert toast(seen) == "Flag taken off."
    flag = coding.session.scalars(select(AnswerFlag)).one()
    assert (flag.by_id, flag.settled_by_id) == (analyst.id, other.id), "it stays on record, with both"
    assert listed(page.get(url(coding, "?state=all&flag=any"))) == []
    entries = select(AuditEntry.action).where(AuditEntry.object_type == "answer").order_by(AuditEntry.id)
    actions = list(coding.session.scalars(entries))
    assert actions == ["coding.flag", "coding.flag_settled"]
    assert listed(page.get(url(coding, "?state=all"))) == [str(first), str(second)]


def test_a_colleague_is_asked_and_finds_the_question(coding, page, analyst, other):
    answer = coding.answer("at the place by the you know")
    coding.session.commit()
    page.sign_in(analyst)
    form = {"answer": str(answer), "text": "Which place is meant?", "ask": str(other.id), "back": "state=all"}
    seen = page.post(url(coding, "/notes"), form)
    assert "Joe Carter asks Priya Nair: “Which place is meant?”" in row(seen, answer)
    page.sign_in(other)
    seen = page.get(url(coding))
    assert "Asked of me1" in seen.words("//h:nav[@aria-label='To do']")
    assert listed(page.get(url(coding, "?state=all&flag=asked"))) == [str(answer)]
    assert coding.session.scalars(select(AnswerFlag)).one().kind is FlagKind.ASK
    page.post(url(coding, "/notes"), {**form, "ask": "99999"})
    assert coding.session.scalar(select(func.count()).select_from(AnswerFlag)) == 1


def test_a_note_is_kept_shown_and_taken_away_by_its_maker_alone(coding, page, analyst, other):
    answer = coding.answer()
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.post(url(coding, "/notes"), {"answer": str(answer), "text": " See the map ", "back": "state=all"})
    assert "See the map" in row(seen, answer)
    memo = coding.session.scalars(select(AnswerMemo)).one()
    away = url(coding, f"/{answer}/notes/{memo.id}/remove")
    page.sign_in(other)
    assert "See the map" in page.get(url(coding, f"/{answer}")).words()
    page.post(away, status=404)
    page.sign_in(analyst)
    assert "See the map" not in page.post(away, {"back": f"state=all&answer={answer}"}).words()
    details = [entry.detail for entry in coding.session.scalars(select(AuditEntry))]
    assert "See the map" not in str(details), "what was written stays out of the log"
    assert "Write the note first." in page.post(url(coding, "/notes"), {"answer": str(answer), "text": " "}).words()


def test_what_a_coder_acted_on_is_read_by_them_alone(coding, page, analyst, other):
    first, second, third = coding.answers(3)
    coding.session.commit()
    page.sign_in(analyst)
    press(page, coding, f"tag {first} {coding.outcome().token}", back="state=all")
    assert listed(page.get(url(coding, "?state=all&unread=1"))) == [str(second), str(third)]
    seen = press(page, coding, "read", back="state=all", ticked=[second, third])
    assert toast(seen) == "2 answers kept as read by you."
    assert listed(page.get(url(coding, "?state=all&unread=1"))) == []
    page.sign_in(other)
    assert len(listed(page.get(url(coding, "?state=all&unread=1")))) == 3


def test_a_whole_search_is_tagged_and_undone_as_one(coding, page, analyst):
    wanted = coding.answers(70, text="The big road")
    other_answer = coding.answer("more swings")
    coding.session.commit()
    before = coding.state()
    page.sign_in(analyst)
    data = {"whole": "1", "target": coding.priority().token}
    seen = press(page, coding, "tag", back="state=all&words=road", **data)
    assert toast(seen) == "“Safe streets” added to 70 answers."
    tagged = set(coding.session.scalars(select(Tag.answer_id)))
    assert tagged == set(wanted)
    assert other_answer not in tagged
    assert coding.session.scalar(select(func.count()).select_from(AnswerSeen)) == 0, "nobody has read these"
    assert toast(undo(page, seen)) == "Undone on 70 answers."
    assert coding.state() == before
    assert "No answer fits any more" in press(page, coding, "tag", back="words=zebra", **data).words()
    assert "Make the theme first" in press(page, coding, "theme", back="state=all", whole="1").words()


def test_undo_goes_back_step_by_step_through_ones_own_acts(coding, page, analyst, other):
    first, second, third = coding.answers(3)
    coding.session.commit()
    page.sign_in(other)
    press(page, coding, f"tag {third} {coding.outcome().token}", back="state=all")
    page.sign_in(analyst)
    for key in (first, second):
        press(page, coding, f"tag {key} {coding.outcome().token}", back="state=all")
    seen = page.get(url(coding, "/done"))
    assert seen.words().count("Added Stay Safe") == 2
    for left in ([first, third], [third]):
        page.post(url(coding, "/undo"), {"back": "state=all"})
        assert sorted(coding.session.scalars(select(Tag.answer_id))) == sorted(left)
        coding.session.rollback()
    assert "There is nothing to undo." in page.post(url(coding, "/undo"), {"back": "state=all"}).words()
    assert "undone" in page.get(url(coding, "/done")).words()


def key_of(page, coding, target):
    path = f"//h:kbd[@data-target='{target.token}']"
    return page.get(url(coding, "?state=all")).find(path)[0].get("data-key")


def test_own_keys_are_kept_per_person_and_refused_where_they_clash(coding, page, analyst, other):
    theme = coding.theme("Swings")
    coding.answer()
    coding.session.commit()
    page.sign_in(analyst)
    address = url(coding, "/keys")
    form = "//h:form[@id='your-keys']"
    seen = page.submit(address, form=form, button="Keep these keys", **{f"key-{theme.token}": "S"})
    assert toast(seen) == "Your keys are kept."
    assert key_of(page, coding, theme) == "s"
    keys = f"key-{coding.outcome().token}"
    for typed, problem in {
        "j": "“J” does something else already",
        "s": "“S” stands for two codes",
        "?": "“?” cannot be a key",
    }.items():
        seen = page.submit(address, form=form, button="Keep these keys", **{keys: typed})
        assert seen.errors()[0].startswith(problem)
    page.sign_in(other)
    assert key_of(page, coding, theme) == "1"
    page.sign_in(analyst)
    page.submit(address, form=form, button="Use the numbers again")
    assert key_of(page, coding, theme) == "1"
    page.post(url(coding, "/keys/switch"), {"on": "0"})
    assert page.get(url(coding, "?state=all")).find("//h:div[@data-bench]")[0].get("data-keys-are") == "off"


def test_views_are_kept_shared_and_taken_away(coding, page, analyst, other):
    coding.answer("The big road")
    coding.session.commit()
    page.sign_in(analyst)
    page.post(url(coding, "/views"), {"name": "Roads", "back": "state=all&words=road", "shared": "y"})
    page.post(url(coding, "/views"), {"name": "Mine", "back": "state=coded"})
    page.post(url(coding, "/views"), {"name": "Mine", "back": "state=uncoded&words=big"})
    page.sign_in(other)
    seen = page.get(url(coding))
    assert seen.words("//h:nav[@aria-label='Views']").startswith("ViewsRoads Joe Carter")
    link = seen.find("//h:nav[@aria-label='Views']//h:a")[0].get("href")
    assert "words=road" in link
    away = page.sign_in(analyst).get(url(coding)).find("//h:form[contains(@action,'/views/')]")
    assert len(away) == 2, "of the same name one is kept"
    page.sign_in(other).post(away[0].get("action"), status=404)
    assert "gone from your views" in page.sign_in(analyst).post(away[0].get("action")).words()
    assert "Give the view a name" in page.post(url(coding, "/views"), {"name": " ", "back": "words=a"}).words()


def test_a_sample_is_the_same_for_the_same_number_whatever_is_coded_meanwhile(coding, page, analyst):
    answers = [str(key) for key in coding.answers(40)]
    coding.session.commit()
    page.sign_in(analyst)

    def draw(tail):
        return listed(page.get(url(coding, f"?state=all&{tail}")))

    one, two = draw("sample=10-1"), draw("size=10&seed=2")
    assert len(one) == len(two) == 10
    assert one != two
    assert set(one) <= set(answers)
    for key in one[:4]:
        press(page, coding, f"tag {key} {coding.outcome().token}", back="state=all")
    assert draw("sample=10-1") == one
    assert listed(page.get(url(coding, "?state=uncoded&sample=10-1"))) == one[4:]
    assert len(draw("sample=500-9")) == 40
    assert len(draw("sample=0-0")) == 1
    for nonsense in ("sample=x", "sample=9999999-1", "size=²&seed=1"):
        assert draw(nonsense) == draw("")


def test_filters_by_coder_age_and_unsure_machine(coding, page, analyst, other):
    first, second = coding.answer(age_band="9-10"), coding.answer(age_band="14-16")
    coding.guess(first, coding.outcome(), score=0.3)
    coding.guess(second, coding.outcome(), score=0.3)
    coding.guess(second, coding.priority(), score=0.8)
    coding.act("add_tag", [second], coding.priority(), by=other)
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.get(url(coding, "?state=all&age=9-10"))
    assert listed(seen) == [str(first)]
    assert "9-10" in row(seen, first)
    assert listed(page.get(url(coding, f"?state=all&coder={other.id}"))) == [str(second)]
    assert listed(page.get(url(coding, f"?state=all&coder={analyst.id}"))) == []
    assert listed(page.get(url(coding, "?state=all&low=1"))) == [str(first), str(second)], (
        "only what is still open counts"
    )
    coding.undo(coding.session.scalars(select(CodingAct.batch_id)).first(), by=other)
    coding.session.commit()
    assert listed(page.get(url(coding, "?low=1"))) == [str(first)]


def test_a_coder_comes_back_to_where_they_were(coding, page, analyst):
    answer = coding.answer("The big road")
    coding.session.commit()
    page.sign_in(analyst)
    press(page, coding, f"tag {answer} {coding.outcome().token}", back="state=all&words=road")
    link = page.get(url(coding)).find("//h:p[contains(@class,'go-on')]/h:a")[0].get("href")
    assert link.endswith(f"state=all&words=road#a-{answer}")
    assert not page.get(url(coding, "?state=all")).find("//h:p[contains(@class,'go-on')]")


def test_others_who_code_now_are_named(coding, page, analyst, other):
    answer = coding.answer()
    coding.session.commit()
    press(page.sign_in(other), coding, f"tag {answer} {coding.outcome().token}", back="state=all")
    seen = page.sign_in(analyst).get(url(coding, "?state=all"))
    assert "Priya Nair is coding too." in seen.words("//h:div[@class='dock']")
    figures = page.client.get(url(coding, "/figures?state=all")).get_json()
    assert figures["others"] == "Priya Nair is coding too."
    assert figures["numbers"]["state-coded"] == "1"
    assert figures["numbers"][f"code-{coding.outcome().token}"] == "1"


def test_answers_that_say_the_same_are_coded_together_where_that_is_ticked(coding, page, analyst):
    same = [coding.answer(words) for words in ("More swings in the park please", "more swings in the park, please!")]
    other_answer = coding.answer("Someone to talk to at school")
    found = look(finding.to_read(coding.session, coding.consultation.id), lambda *_: None, anyway=True)
    keep_look(coding.session, coding.consultation, found, by_id=analyst.id, at=coding.now())
    coding.session.commit()
    page.sign_in(analyst)
    seen = page.get(url(coding, "?state=all"))
    assert "1 other says nearly the same" in row(seen, same[0])
    assert "nearly the same" not in row(seen, other_answer)
    seen = press(page, coding, f"tag {same[0]} {coding.outcome().token}", back="state=all", alike="1")
    assert toast(seen) == "“Stay Safe” added to 2 answers."
    assert set(coding.session.scalars(select(Tag.answer_id))) == set(same)
    assert list(coding.session.scalars(select(AnswerSeen.answer_id))) == [same[0]], "one of them was read"
    assert toast(undo(page, seen)) == "Undone on 2 answers."
    press(page, coding, f"tag {same[0]} {coding.outcome().token}", back="state=all")
    assert coding.session.scalar(select(func.count()).select_from(Tag)) == 1


PLANNED = ("?state=uncoded&unread=1", "?state=all&flag=any", "?state=all&sample=20-3", "?low=1")


@pytest.mark.parametrize("tail", PLANNED)
def test_no_table_is_read_from_end_to_end_for_one_answer(coding, page, analyst, tail):
    """What is asked for each answer goes by a key or an index; only the consultation's own rows are walked."""
    coding.answers(3)
    coding.session.commit()
    if coding.session.get_bind().dialect.name != "sqlite":
        pytest.skip("the plan of a small table says nothing on PostgreSQL")
    statements: list[tuple[str, object]] = []

    def keep(_connection, _cursor, statement, parameters, *_rest):
        if statement.startswith("SELECT answer.id, answer.text"):
            statements.append((statement, parameters))

    page.sign_in(analyst)
    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        page.get(url(coding, tail))
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)
    assert statements
    plan = coding.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statements[0][0]}", statements[0][1])
    walked = [line.detail for line in plan if line.detail.startswith("SCAN ")]
    big = ("answer", "tag", "suggestion", "safety_reading", "answer_seen", "answer_flag", "coding_act")
    assert not [line for line in walked if line.split()[1] in big], walked


def part(page, coding, do, **more):
    data = {"do": do, "back": "state=uncoded", "csrf_token": page.token(), **more}
    return page.client.post(url(coding, "/acts"), data=data, headers=ROWS)


def test_the_script_gets_the_changed_row_alone(coding, page, analyst):
    first, second = coding.answers(2)
    coding.session.commit()
    page.sign_in(analyst)
    answer = part(page, coding, f"tag {first} {coding.outcome().token}")
    assert answer.status_code == 200
    assert answer.text.count("<tr") == 1
    assert f'data-answer="{first}"' in answer.text
    assert "“Stay Safe” added." in answer.text
    assert "/undo/" in answer.text
    assert str(second) not in answer.text
    address = answer.text.split('action="')[1].split('"')[0]
    back = page.client.post(address, data={"back": "state=uncoded", "csrf_token": page.token()}, headers=ROWS)
    assert f'data-answer="{first}"' in back.text
    assert "Take off" not in back.text, "the row is as it was"


def test_the_script_is_told_why_not_and_when_to_ask_again(coding, page, analyst):
    answers = coding.answers(3)
    coding.session.commit()
    page.sign_in(analyst)
    refused = part(page, coding, "tag nothing")
    assert refused.status_code == 422
    assert refused.text == "Choose an outcome, a priority or a theme to add."
    gone = part(page, coding, f"tag {coding.consultation.id} {coding.outcome().token}")
    assert gone.status_code == 422
    whole = part(page, coding, "tag", whole="1", target=coding.outcome().token)
    assert "data-again" in whole.text
    assert coding.session.scalar(select(func.count()).select_from(Tag)) == len(answers)


def test_an_act_takes_few_statements_however_many_answers_there_are(coding, page, analyst):
    answers = coding.answers(30)
    theme = coding.theme()
    coding.session.commit()
    page.sign_in(analyst)
    page.token()
    counted = [0]

    def count(*_):
        counted[0] += 1

    part(page, coding, f"tag {answers[0]} {theme.token}")
    event.listen(db.engine, "before_cursor_execute", count)
    try:
        part(page, coding, f"tag {answers[1]} {theme.token}")
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert counted[0] <= 26, counted


def test_young_analysts_read_no_attributes_and_no_ages(coding, page, young):
    answer = coding.answer(age_band="9-10")
    coding.session.commit()
    seen = page.sign_in(young).get(url(coding, "?state=all&age=14-16"))
    assert listed(seen) == [str(answer)], "what they may not see they may not filter by"
    assert "9-10" not in seen.body
    assert "9-10" not in part(page, coding, f"flag {answer}").text


@pytest.mark.parametrize("verb", ["flag", "settle", "read"])
def test_answers_that_are_not_cleared_take_no_flag(coding, page, analyst, verb):
    answer = coding.answer(reading=None)
    coding.session.commit()
    page.sign_in(analyst)
    assert "not open for coding" in unescape(press(page, coding, f"{verb} {answer}", back="state=all").body)
    assert not coding.session.scalars(select(AnswerFlag)).all()
    assert not coding.session.scalars(select(AnswerSeen)).all()


def test_habits_are_of_one_person_in_one_consultation(coding, person, page):
    leaver = person(Role.ANALYST, name="Sam Wood")
    answer = coding.answer()
    coding.guess(answer, coding.outcome())
    coding.session.commit()
    press(page.sign_in(leaver), coding, f"confirm {answer} {coding.outcome().token}", back="state=all")
    habit = coding.session.scalars(select(CoderHabit)).one()
    assert (habit.account_id, habit.consultation_id) == (leaver.id, coding.consultation.id)
    assert coding.session.scalars(select(Tag)).one().by_id == leaver.id
