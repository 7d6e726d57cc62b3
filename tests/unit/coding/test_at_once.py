"""Several coders at the same moment: nothing lost, nothing doubled, nobody sees an error. On both databases."""

import threading
from collections.abc import Callable

from sqlalchemy import func, select

from cypp_consult.coding import services, suggesting
from cypp_consult.coding.models import CodingAct, Suggestion, SuggestionState, Tag, Verb
from cypp_consult.coding.rules import NothingToUndoError, Target
from cypp_consult.coding.workbench import services as workbench
from cypp_consult.coding.workbench.models import AnswerFlag
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.database import db
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.core.roles import Role
from tests.page import Page

CODERS = 6


def at_once(app, work: Callable[[int], object], count: int = CODERS) -> list[object]:
    """Run the work in threads that start together, each with its own session; return what came of it."""
    start, results = threading.Barrier(count), [None] * count

    def one(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                results[number] = work(number)
            except Exception as error:  # noqa: BLE001 - any error is the finding
                results[number] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    errors = [result for result in results if isinstance(result, Exception)]
    assert not errors, errors
    return results


def acting(coding, verb, answers, *what):
    """Return work that does one act in a transaction of its own, with the answers in an order of its own."""
    consultation_id, coder = coding.consultation.id, coding.coder.id

    def work(number: int) -> services.Batch:
        session = db.session()
        consultation = session.get_one(Consultation, consultation_id)
        order = answers if number % 2 else answers[::-1]
        batch = getattr(services, verb)(session, consultation, order, *what, by_id=coder, at=clock.now())
        session.commit()
        return batch

    return work


def counted(coding, model):
    coding.session.rollback()
    return coding.session.scalar(select(func.count()).select_from(model))


def test_the_same_tag_on_the_same_answer_is_one_tag_and_one_act(app, coding):
    answer, target = coding.answer(), coding.priority()
    coding.session.commit()
    batches = at_once(app, acting(coding, "add_tag", [answer], target))
    assert sum(batch.answers for batch in batches) == 1
    assert counted(coding, Tag) == counted(coding, CodingAct) == 1


def test_the_same_tag_on_many_answers_is_one_tag_each(app, coding):
    answers, target = coding.answers(60), coding.theme()
    coding.session.commit()
    batches = at_once(app, acting(coding, "add_tag", answers, target))
    assert sum(batch.answers for batch in batches) == 60
    assert counted(coding, Tag) == 60


def test_six_coders_tag_one_list_at_once_and_no_tag_is_lost_or_doubled(app, coding, person):
    """Each coder works through 30 of 300 answers; of any two beside each other, ten are the same answer and tag."""
    answers, targets = coding.answers(300), [coding.outcome(), coding.priority(), coding.theme()]
    for key in answers[::3]:
        coding.guess(key, targets[0])
    coding.session.commit()
    coders = [person(Role.ANALYST).id for _ in range(CODERS)]
    work = [[(answers[20 * number + step], targets[step % 3]) for step in range(30)] for number in range(CODERS)]
    consultation_id = coding.consultation.id

    def one(number: int) -> int:
        session, done = db.session(), 0
        for answer, target in work[number]:
            consultation = session.get_one(Consultation, consultation_id)
            batch = services.add_tag(session, consultation, [answer], target, by_id=coders[number], at=clock.now())
            session.commit()
            done += batch.answers
        return done

    changed = sum(at_once(app, one))
    asked = {pair for mine in work for pair in mine}
    coding.session.rollback()
    rows = coding.session.execute(select(Tag.answer_id, Tag.outcome_id, Tag.priority_id, Tag.theme_id)).all()
    assert sorted((str(row[0]), Target.of(*row[1:]).token) for row in rows) == sorted(
        (str(answer), target.token) for answer, target in asked
    )
    tagging = select(func.count()).select_from(CodingAct).where(CodingAct.verb == Verb.TAG)
    assert changed >= coding.session.scalar(tagging) == len(asked), "one act for each tag, whoever was first"


def test_the_same_flag_pressed_at_once_is_one_flag(app, coding):
    answer = coding.answer()
    coding.session.commit()
    consultation_id, coder = coding.consultation.id, coding.coder.id

    def work(_number):
        session = db.session()
        consultation = session.get_one(Consultation, consultation_id)
        count = workbench.flag(session, consultation, [answer], by_id=coder, at=clock.now())
        session.commit()
        return count

    assert sum(at_once(app, work)) == 1
    assert counted(coding, AnswerFlag) == 1


def test_the_same_yes_is_said_once(app, coding):
    answers, target = coding.answers(20), coding.priority()
    for answer in answers:
        coding.guess(answer, target)
    coding.session.commit()
    batches = at_once(app, acting(coding, "confirm", answers, target))
    assert sum(batch.answers for batch in batches) == 20
    verbs = dict(coding.session.execute(select(CodingAct.verb, func.count()).group_by(CodingAct.verb)).all())
    assert verbs == {Verb.CONFIRM: 20, Verb.TAG: 20}


def test_yes_and_no_at_once_leave_one_decision(app, coding):
    answer, target = coding.answer(), coding.priority()
    coding.guess(answer, target)
    coding.session.commit()
    yes, no = acting(coding, "confirm", [answer], target), acting(coding, "refuse", [answer], target)
    batches = at_once(app, lambda number: (yes if number % 2 else no)(number))
    assert sum(batch.answers for batch in batches) == 1
    state = coding.session.scalars(select(Suggestion.state)).one()
    assert counted(coding, Tag) == (1 if state is SuggestionState.CONFIRMED else 0)


def test_undo_pressed_twice_is_done_once(app, coding):
    answers, target = coding.answers(20), coding.priority()
    batch = coding.act("add_tag", answers, target)
    coding.session.commit()
    consultation_id, coder = coding.consultation.id, coding.coder.id

    def work(_number):
        session = db.session()
        consultation = session.get_one(Consultation, consultation_id)
        try:
            services.undo(session, consultation, batch.id, by_id=coder, at=clock.now())
        except NothingToUndoError:
            session.rollback()
            return False
        session.commit()
        return True

    assert sum(at_once(app, work)) == 1
    assert counted(coding, Tag) == 0


def test_a_theme_of_one_name_is_made_by_whoever_is_first(app, coding):
    coding.session.commit()
    consultation_id, coder = coding.consultation.id, coding.coder.id

    def work(_number):
        session = db.session()
        consultation = session.get_one(Consultation, consultation_id)
        try:
            services.make_theme(session, consultation, "Swings", by_id=coder, at=clock.now())
        except InvalidInputError:
            session.rollback()
            return False
        session.commit()
        return True

    assert sum(at_once(app, work)) == 1


def test_suggesting_twice_at_once_makes_each_suggestion_once(app, coding):
    services.add_entry(coding.session, coding.consultation.plan, coding.outcome(), "bully", 1.0, at=coding.now())
    answers = [coding.answer("a bully") for _ in range(30)]
    # what is learned is written down by the first look; those that follow share it
    suggesting.begin(coding.session, coding.consultation, coding.now())
    coding.session.commit()
    consultation_id = coding.consultation.id

    def work(_number):
        session = db.session()
        consultation = session.get_one(Consultation, consultation_id)
        round_ = suggesting.begin(session, consultation, clock.now())
        while suggesting.suggest_some(session, round_, clock.now()):
            session.commit()
        session.commit()

    at_once(app, work, 3)
    coding.session.rollback()
    found = list(coding.session.execute(select(Suggestion.answer_id, Suggestion.outcome_id, Suggestion.priority_id)))
    assert len(found) == len(set(found)), "each suggestion once"
    assert {row.answer_id for row in found} == set(answers)


def test_two_browsers_press_the_same_button(app, coding, other):
    answer, target = coding.answer(), coding.priority()
    coding.guess(answer, target)
    coding.session.commit()
    address = f"/consultations/{coding.consultation.slug}/coding/acts"
    pages = [Page(app).sign_in(person) for person in (coding.coder, other)]
    tokens = [page.token() for page in pages]

    def work(number):
        data = {"do": f"confirm {answer} {target.token}", "back": "state=all", "csrf_token": tokens[number]}
        return pages[number].client.post(address, data=data).status_code

    assert at_once(app, work, 2) == [302, 302]
    assert counted(coding, Tag) == 1
