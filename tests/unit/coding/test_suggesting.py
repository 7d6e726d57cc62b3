"""Suggestions from the word list: repeatable, with reasons, never over a person's decision."""

import pytest
from sqlalchemy import func, select

from cypp_consult.coding import services, suggesting, tasks
from cypp_consult.coding.learning.engines import Engines
from cypp_consult.coding.learning.frames import Frame, frame_of
from cypp_consult.coding.models import Suggesting, Suggestion, SuggestionState, WordListEntry
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.errors import NotFoundError
from cypp_consult.core.jobs import Progress, work_for
from cypp_consult.safeguarding.models import Reading
from cypp_consult.text.suggest import LexiconEntry


def run(coding, **arguments):
    job = Progress(coding.session, coding.consultation.id)
    given = {"consultation_id": str(coding.consultation.id), **arguments}
    return tasks.suggest_new(coding.session, given, job)


def rows(coding):
    coding.session.expire_all()
    found = coding.session.scalars(select(Suggestion)).all()
    return {
        (row.answer_id, Target.of(row.outcome_id, row.priority_id, row.theme_id), row.state, tuple(row.reasons))
        for row in found
    }


def listed(coding, *entries):
    """Give the plan exactly this word list."""
    for target, phrase, weight in entries:
        services.add_entry(coding.session, coding.consultation.plan, target, phrase, weight, at=coding.now())


def test_every_text_answer_gets_its_suggestions_cleared_or_not(coding):
    listed(
        coding,
        (coding.outcome(), "bully", 1.0),
        (coding.priority(), "big road", 1.0),
        (coding.outcome("be-healthy"), "fruit", 1.0),
    )
    cleared = coding.answer("Stop the BULLYING on the big road")
    unread = coding.answer("more fruit", reading=None)
    raised = coding.answer("a bully hurts me", reading=Reading.RAISED)
    nothing = coding.answer("idk")
    assert run(coding) == {"answers": 4}
    assert rows(coding) == {
        (cleared, coding.outcome(), "open", ("BULLYING",)),
        (cleared, coding.priority(), "open", ("big road",)),
        (unread, coding.outcome("be-healthy"), "open", ("fruit",)),
        (raised, coding.outcome(), "open", ("bully",)),
    }
    assert coding.session.scalar(select(func.count()).select_from(Suggesting)) == 4, "also the one without any is done"
    assert nothing


def test_again_with_the_same_list_does_nothing(coding):
    listed(coding, (coding.outcome(), "bully", 1.0))
    coding.answer("a bully")
    run(coding)
    before = {row.id for row in coding.session.scalars(select(Suggestion))}
    assert run(coding) == {"answers": 0}
    assert {row.id for row in coding.session.scalars(select(Suggestion))} == before
    later = coding.answer("another bully")
    assert run(coding) == {"answers": 1}
    assert later in {row.answer_id for row in coding.session.scalars(select(Suggestion))}


def test_an_edited_list_replaces_open_suggestions_and_leaves_decided_ones(coding):
    # a word that no example has: only the list can suggest by it
    listed(coding, (coding.outcome(), "bully", 1.0), (coding.outcome("be-healthy"), "grimbo", 1.0))
    yes, no = (coding.answer("a bully ate my grimbo") for _ in range(2))
    still = coding.answer("a bully")
    run(coding)
    coding.act("confirm", [yes], coding.outcome())
    coding.act("refuse", [no], coding.outcome())
    entry = coding.session.scalars(select(WordListEntry).where(WordListEntry.phrase == "grimbo")).one()
    services.remove_entry(coding.session, coding.consultation.plan, entry.id, coding.now())
    assert run(coding) == {"answers": 3}
    assert rows(coding) == {
        (yes, coding.outcome(), "confirmed", ("bully",)),
        (no, coding.outcome(), "refused", ("bully",)),
        (still, coding.outcome(), "open", ("bully",)),
    }


def test_what_a_person_tagged_is_not_suggested_any_more(coding):
    listed(coding, (coding.outcome(), "bully", 1.0))
    answer = coding.answer("a bully")
    coding.act("add_tag", [answer], coding.outcome())
    run(coding)
    assert rows(coding) == set()


def test_only_english_is_suggested_for(coding):
    listed(coding, (coding.outcome(), "park", 1.0))
    coding.answer("Chcę więcej boisk i ładny park dla dzieci")
    coding.answer("the park", language="pl")
    run(coding)
    assert rows(coding) == set()


def test_easy_read_is_english(coding):
    listed(coding, (coding.outcome(), "park", 1.0))
    coding.answer("the park", language="en-x-easy")
    run(coding)
    assert len(rows(coding)) == 1


def test_a_retired_branch_suggests_nothing(coding):
    from cypp_consult.plans.models import Outcome

    listed(coding, (coding.outcome(), "bully", 1.0), (coding.priority(), "bully", 1.0))
    coding.answer("a bully")
    coding.session.get_one(Outcome, coding.outcome().id).retired_at = coding.now()
    run(coding)
    assert rows(coding) == set()


def test_a_much_weaker_guess_is_left_out(coding):
    strong, weak = coding.outcome(), coding.outcome("be-healthy")
    entries = [(strong, "zog", 1.0), (strong, "blim", 1.0), (weak, "blim", 0.2)]
    frame = Frame(
        {TargetKind.OUTCOME: [strong.token, weak.token], TargetKind.PRIORITY: [], TargetKind.THEME: []},
        [LexiconEntry(target.token, phrase, weight) for target, phrase, weight in entries],
        [],
        {},
    )
    assert [item.target for item in Engines(frame).propose("I am blim of the zog")] == [strong]


def test_many_answers_are_done_in_batches(coding, monkeypatch):
    monkeypatch.setattr(suggesting, "BATCH", 3)
    listed(coding, (coding.outcome(), "bully", 1.0))
    for _ in range(8):
        coding.answer("a bully")
    seen = []
    monkeypatch.setattr(Progress, "__call__", lambda _, done, total, *_rest: seen.append((done, total)))
    assert run(coding, next="/x") == {"answers": 8, "next": "/x"}
    assert seen == [(3, 8), (6, 8), (8, 8)]
    lines = coding.session.scalars(select(AuditEntry).where(AuditEntry.action == "coding.suggested")).all()
    assert [line.detail for line in lines] == [{"answers": 8}]


def test_the_list_starts_from_the_plans_own_words_once(coding):
    assert services.ensure_word_list(coding.session, coding.consultation.plan, coding.now())
    assert not services.ensure_word_list(coding.session, coding.consultation.plan, coding.now())
    engines, _ = suggesting.trial(coding.session, coding.consultation)
    targets = {proposal.target for proposal in engines.propose("I get bullied and feel unsafe")}
    assert coding.outcome() in targets


def test_the_digest_knows_the_words_and_what_they_speak_for(coding):
    def digest(*entries):
        for entry in coding.session.scalars(select(WordListEntry)):
            coding.session.delete(entry)
        listed(coding, *entries)
        return frame_of(coding.session, coding.consultation).digest

    entries = [(coding.outcome(), "bully", 1.0), (coding.priority(), "road", 0.5)]
    same = digest(*entries)
    assert digest(*entries[::-1]) == same
    assert (
        len(
            {
                same,
                digest(entries[0]),
                digest(entries[0], (coding.priority(), "road", 0.6)),
                digest(entries[0], (coding.outcome(), "road", 0.5)),
            }
        )
        == 4
    )
    coding.theme()
    assert digest(*entries) != same, "a theme more may be suggested"


def test_the_task_is_registered_and_says_when_its_consultation_is_gone(coding):
    assert work_for("coding.suggest_new") is tasks.suggest_new
    with pytest.raises(NotFoundError):
        tasks.suggest_new(coding.session, {"consultation_id": "00000000-0000-0000-0000-000000000000"}, lambda *_: None)


def test_hostile_texts_do_no_harm(coding):
    listed(coding, (coding.outcome(), "bully", 1.0))
    for text in ("bully " * 5000, "\u202ebully", "🦆" * 3000, "a\u0301" * 500, "'; DROP TABLE answer; --"):
        coding.answer(text)
    assert run(coding)["answers"] == 5
    assert all(state is SuggestionState.OPEN for _, _, state, _ in rows(coding))


def test_themes_have_no_word_list(coding):
    with pytest.raises(NotFoundError):
        services.add_entry(coding.session, coding.consultation.plan, coding.theme(), "x", 1.0, at=coding.now())
