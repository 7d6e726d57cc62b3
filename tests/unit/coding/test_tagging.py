"""Acts of coding: what they change, what they leave alone, what they refuse."""

import pytest
from sqlalchemy import func, select

from cypp_consult.coding import queries
from cypp_consult.coding.models import CodingAct, Mark, Suggestion, SuggestionState, Tag
from cypp_consult.coding.rules import CodingError, GoneError, NothingToUndoError, Target, TargetKind
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.errors import InvalidInputError, NotAllowedError, NotFoundError
from cypp_consult.safeguarding.models import Reading
from tests import make
from tests.unit.coding.world import world


def tags_of(coding, answer):
    return queries.one(coding.session, coding.consultation.id, answer).targets


def test_a_tag_is_added_once_and_taken_off_once(coding):
    answer, target = coding.answer(), coding.priority()
    assert coding.act("add_tag", [answer], target).answers == 1
    assert tags_of(coding, answer) == {target}
    again = coding.act("add_tag", [answer], target)
    assert not again.changed, "adding again is no toggle"
    assert tags_of(coding, answer) == {target}
    assert coding.act("remove_tag", [answer], target).changed
    assert not coding.act("remove_tag", [answer], target).changed
    assert tags_of(coding, answer) == frozenset()


def test_undo_of_400_answers_restores_exactly(coding):
    answers = coding.answers(400)
    target, other = coding.priority(), coding.theme()
    for key in answers[::4]:
        coding.guess(key, target)
    coding.act("mark", answers[1::4], Mark.OTHER)
    coding.act("add_tag", answers[2::4], target)
    coding.act("add_tag", answers[3::8], other)
    coding.session.flush()
    before = coding.state()
    batch = coding.act("add_tag", answers, target)
    assert batch.answers == 300, "a hundred had the tag"
    coding.undo(batch)
    assert coding.state() == before


def test_an_answer_takes_several_tags(coding):
    answer = coding.answer()
    for target in (coding.outcome(), coding.priority(), coding.theme()):
        coding.act("add_tag", [answer], target)
    assert tags_of(coding, answer) == {
        coding.outcome(),
        coding.priority(),
        *(t for t in tags_of(coding, answer) if t.kind is TargetKind.THEME),
    }
    assert len(tags_of(coding, answer)) == 3


def test_nothing_changed_leaves_no_trace(coding):
    answer, target = coding.answer(), coding.priority()
    coding.act("add_tag", [answer], target)
    lines = coding.session.scalar(select(func.count()).select_from(AuditEntry))
    acts = coding.session.scalar(select(func.count()).select_from(CodingAct))
    assert not coding.act("add_tag", [answer], target).changed
    assert coding.session.scalar(select(func.count()).select_from(AuditEntry)) == lines
    assert coding.session.scalar(select(func.count()).select_from(CodingAct)) == acts


def test_a_batch_is_audited_once_without_any_words(coding):
    answers = coding.answers(5)
    batch = coding.act("add_tag", answers, coding.priority())
    lines = coding.session.scalars(select(AuditEntry).where(AuditEntry.object_id == str(batch.id))).all()
    assert [(line.action, line.detail) for line in lines] == [
        ("coding.tag", {"target": coding.priority().token, "answers": 5})
    ]


def test_yes_makes_a_tag_and_keeps_the_suggestion(coding):
    answer, target = coding.answer(), coding.priority()
    guess = coding.guess(answer, target, "big road")
    assert coding.act("confirm", [answer], target).changed
    assert tags_of(coding, answer) == {target}
    row = coding.session.get(Suggestion, guess, populate_existing=True)
    assert (row.state, row.decided_by_id, row.reasons) == (SuggestionState.CONFIRMED, coding.coder.id, ["big road"])
    assert not coding.act("confirm", [answer], target).changed, "said yes already"


def test_yes_for_a_selection_tags_only_where_it_was_suggested(coding):
    first, second, third = coding.answers(3)
    target = coding.priority()
    coding.guess(first, target)
    coding.guess(third, target)
    assert coding.act("confirm", [first, second, third], target).answers == 2
    assert tags_of(coding, second) == frozenset()


def test_no_makes_no_tag_and_is_kept(coding):
    answer, target = coding.answer(), coding.priority()
    guess = coding.guess(answer, target)
    coding.act("refuse", [answer], target)
    assert tags_of(coding, answer) == frozenset()
    assert coding.session.get(Suggestion, guess, populate_existing=True).state is SuggestionState.REFUSED
    assert not coding.act("confirm", [answer], target).changed, "a refused suggestion is not confirmed by a late click"


def test_no_to_the_rest_refuses_what_is_still_open(coding):
    answer = coding.answer()
    for target in (coding.outcome(), coding.priority(), coding.priority("safe-home")):
        coding.guess(answer, target)
    coding.act("confirm", [answer], coding.priority())
    batch = coding.act("refuse", [answer], None)
    assert batch.answers == 1
    states = coding.session.scalars(select(Suggestion.state).order_by(Suggestion.state)).all()
    assert sorted(states) == [SuggestionState.CONFIRMED, SuggestionState.REFUSED, SuggestionState.REFUSED]


def test_a_tag_by_hand_decides_its_suggestion_and_taking_it_off_overrules_it(coding):
    answer, target = coding.answer(), coding.priority()
    guess = coding.guess(answer, target)
    coding.act("add_tag", [answer], target)
    assert coding.session.get(Suggestion, guess, populate_existing=True).state is SuggestionState.CONFIRMED
    coding.act("remove_tag", [answer], target)
    assert coding.session.get(Suggestion, guess, populate_existing=True).state is SuggestionState.REFUSED


def test_a_mark_counts_as_coded_and_answers_its_suggestions(coding):
    answer = coding.answer("idk")
    coding.guess(answer, coding.priority())
    coding.act("mark", [answer], Mark.NOTHING_TO_SAY)
    row = queries.one(coding.session, coding.consultation.id, answer)
    assert (row.mark, row.is_coded, row.guesses) == (Mark.NOTHING_TO_SAY, True, ())
    coding.act("mark", [answer], Mark.OTHER)
    assert queries.one(coding.session, coding.consultation.id, answer).mark is Mark.OTHER
    coding.act("unmark", [answer])
    assert not queries.one(coding.session, coding.consultation.id, answer).is_coded


def test_a_tag_takes_the_mark_off_and_a_tagged_answer_takes_no_mark(coding):
    answer, free = coding.answers(2)
    coding.act("mark", [answer], Mark.OTHER)
    coding.act("add_tag", [answer], coding.priority())
    assert queries.one(coding.session, coding.consultation.id, answer).mark is None
    with pytest.raises(CodingError, match="has tags already"):
        coding.act("mark", [answer], Mark.NOTHING_TO_SAY)
    assert coding.act("mark", [answer, free], Mark.NOTHING_TO_SAY).answers == 1, "of many, the free ones are marked"


@pytest.mark.parametrize("reading", [None, Reading.RAISED])
@pytest.mark.parametrize(
    ("verb", "what"),
    [
        ("add_tag", True),
        ("confirm", True),
        ("refuse", True),
        ("remove_tag", True),
        ("mark", Mark.OTHER),
        ("unmark", None),
    ],
)
def test_only_cleared_answers_are_coded(coding, reading, verb, what):
    answer = coding.answer(reading=reading)
    arguments = () if what is None else (coding.priority(),) if what is True else (what,)
    with pytest.raises(GoneError):
        coding.act(verb, [answer], *arguments)


def test_in_a_selection_what_may_not_be_coded_is_left_out(coding):
    cleared, unread = coding.answer(), coding.answer(reading=None)
    assert coding.act("add_tag", [cleared, unread], coding.priority()).answers == 1
    assert coding.session.scalars(select(Tag.answer_id)).all() == [cleared]


def test_answers_and_targets_of_another_consultation_are_not_found(coding, analyst):
    elsewhere = world(coding.session, analyst)
    stranger = elsewhere.answer()
    with pytest.raises(GoneError):
        coding.act("add_tag", [stranger], coding.priority())
    for target in (elsewhere.priority(), elsewhere.outcome(), elsewhere.theme()):
        with pytest.raises(InvalidInputError, match="no longer part of the code frame"):
            coding.act("add_tag", [coding.answer()], target)


def test_what_is_retired_is_not_given_but_can_be_taken_off(coding):
    answer, target = coding.answer(), coding.priority()
    coding.act("add_tag", [answer], target)
    from cypp_consult.plans.models import Priority

    coding.session.get_one(Priority, target.id).retired_at = coding.now()
    coding.session.flush()
    with pytest.raises(InvalidInputError):
        coding.act("add_tag", [coding.answer()], target)
    assert coding.act("remove_tag", [answer], target).changed


def test_only_its_maker_undoes_a_batch_and_only_once(coding, other):
    answer = coding.answer()
    batch = coding.act("add_tag", [answer], coding.priority())
    with pytest.raises(NotAllowedError):
        coding.undo(batch, by=other)
    assert coding.undo(batch).answers == 1
    assert tags_of(coding, answer) == frozenset()
    with pytest.raises(NothingToUndoError):
        coding.undo(batch)
    with pytest.raises(NotFoundError):
        coding.undo(make.uuid4())


def test_undo_leaves_what_others_did_since(coding, other):
    answer, target = coding.answer(), coding.priority()
    mine = coding.act("add_tag", [answer], target)
    coding.act("remove_tag", [answer], target, by=other)
    theirs = coding.act("add_tag", [answer], target, by=other)
    coding.undo(mine)
    assert tags_of(coding, answer) == {target}
    coding.undo(theirs, by=other)
    assert tags_of(coding, answer) == frozenset()


def test_undoing_a_removal_does_not_bring_back_a_tag_whose_maker_took_it_back(coding, other):
    answer, target = coding.answer(), coding.priority()
    mine = coding.act("add_tag", [answer], target)
    removal = coding.act("remove_tag", [answer], target, by=other)
    coding.undo(mine)
    coding.undo(removal, by=other)
    assert tags_of(coding, answer) == frozenset()


def test_undo_of_a_late_no_leaves_the_others_yes(coding, other):
    answer, target = coding.answer(), coding.priority()
    guess = coding.guess(answer, target)
    no = coding.act("refuse", [answer], target)
    coding.act("add_tag", [answer], target, by=other)
    coding.undo(no)
    assert coding.session.get(Suggestion, guess, populate_existing=True).state is SuggestionState.CONFIRMED


def test_history_shows_a_yes_as_one_act_with_how_many_others(coding):
    first, second = coding.answers(2)
    target = coding.priority()
    coding.guess(first, target)
    coding.guess(second, target)
    yes = coding.act("confirm", [first, second], target)
    coding.act("mark", [coding.answer()], Mark.OTHER)
    coding.undo(yes)
    (act,) = queries.history(coding.session, first)
    assert (act.verb, act.target, act.by_name, act.others, act.undone_at is not None) == (
        "confirm",
        target,
        "Joe Carter",
        1,
        True,
    )


def test_a_target_token_is_read_back_and_nonsense_refused():
    for kind in TargetKind:
        target = Target(kind, make.uuid4())
        assert Target.parse(target.token) == target
        assert Target.of(*target.columns.values()) == target
    for token in ("", "theme", "theme:", "theme:1", "answer:" + str(make.uuid4())):
        with pytest.raises(InvalidInputError):
            Target.parse(token)
    with pytest.raises(ValueError, match="exactly one"):
        Target.of(None, None, None)
