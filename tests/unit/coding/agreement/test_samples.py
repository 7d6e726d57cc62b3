"""Samples drawn, read blind, finished, compared and settled; each verb again changes nothing."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from cypp_consult.coding import queries as coding_queries
from cypp_consult.coding import services as coding_services
from cypp_consult.coding.agreement import queries, rules, services
from cypp_consult.coding.agreement.models import CodingSample, Pool, ReadingState, SampleTag, Settlement, Strata
from cypp_consult.coding.models import AnswerMark, Mark, Tag
from cypp_consult.coding.rules import CodingError, GoneError, TargetKind
from cypp_consult.coding.translations.models import AnswerLanguage, Translation
from cypp_consult.core.audiences import Audience
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.core.roles import Role
from cypp_consult.safeguarding.models import Reading, SafetyReading
from tests.unit.coding.world import world


@dataclass
class Pair:
    """Thirty answers, two coders, two themes."""

    coding: object
    sample: CodingSample
    first: int
    second: int
    safe: object
    buses: object

    def order(self):
        return list(queries.order(self.coding.session, self.sample))

    def read(self, answer, person, *targets, state=ReadingState.CODED, mark=None):
        return services.read(
            self.coding.session, self.coding.consultation, self.sample, answer, state, targets, mark,
            by_id=person, at=self.coding.now(),
        )  # fmt: skip

    def finish(self, *persons):
        for person in persons:
            services.finish(self.coding.session, self.sample, by_id=person, at=self.coding.now())

    def settle(self, answer, *targets, mark=None, note="", seen="", by=None):
        return services.settle(
            self.coding.session, self.coding.consultation, self.sample, answer, targets, mark,
            note=note, seen=seen, by_id=by or self.first, at=self.coding.now(),
        )  # fmt: skip

    def line(self):
        return queries.line(self.coding.session, self.coding.consultation.id, self.sample.id)

    def tags(self, answer):
        return queries.standing_on(self.coding.session, answer)


def plan(coders, **given):
    values = {
        "name": "First",
        "level": TargetKind.THEME,
        "pool": Pool.ALL,
        "strata": Strata.NONE,
        "size": 30,
        "seed": 1,
    }
    return services.Plan(**{**values, **given}, coders=tuple(coders))


def draw(coding, coders, **given):
    return services.draw_sample(
        coding.session, coding.consultation, plan(coders, **given), by_id=coding.coder.id, at=coding.now()
    )


@pytest.fixture
def pair(coding, other) -> Pair:
    coding.answers(32)
    safe, buses = coding.theme("Safe routes"), coding.theme("Buses")
    return Pair(coding, draw(coding, [coding.coder.id, other.id]), coding.coder.id, other.id, safe, buses)


def test_a_sample_is_drawn_from_cleared_english_answers_and_is_the_same_with_the_same_seed(coding, other):
    ready = coding.answers(33)
    coding.answer(reading=None)
    coding.answer(reading=Reading.RAISED)
    coding.answer("Chcę park", language="pl")
    coding.answers(2, language="en-x-easy")
    coders = [coding.coder.id, other.id]
    one, two, third = (draw(coding, coders, seed=seed) for seed in (5, 5, 6))
    drawn = [list(queries.order(coding.session, sample)) for sample in (one, two, third)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0]) == 30
    assert len(queries.candidates(coding.session, coding.consultation, Pool.ALL, Strata.NONE)) == 35
    assert set(drawn[0]) & set(ready)
    assert draw(coding, coders, seed=None).seed != draw(coding, coders, seed=None).seed


def test_a_sample_may_keep_the_shares_of_audiences(coding, other):
    coding.answers(60, audience=Audience.PARENTS_CARERS)
    young = set(coding.answers(30, audience=Audience.YOUNGER_CHILDREN))
    sample = draw(coding, [coding.coder.id, other.id], strata=Strata.AUDIENCE)
    assert len(young & set(queries.order(coding.session, sample))) == 10
    draw(coding, [coding.coder.id, other.id], strata=Strata.EVENT)


def test_a_sample_may_leave_out_what_is_coded_or_take_it_alone(coding, other):
    coded, uncoded = coding.answers(31), coding.answers(31)
    coding.act("add_tag", coded, coding.priority())
    coders = [coding.coder.id, other.id]
    assert set(queries.order(coding.session, draw(coding, coders, pool=Pool.UNCODED))) <= set(uncoded)
    assert set(queries.order(coding.session, draw(coding, coders, pool=Pool.CODED))) <= set(coded)


def test_what_is_no_sample_is_refused(coding, other, person):
    coding.answers(40)
    stranger = person(Role.PARTNER)
    for given in ({"size": 29}, {"size": 41}, {"pool": Pool.CODED}):
        with pytest.raises(InvalidInputError):
            draw(coding, [coding.coder.id, other.id], **given)
    for coders in ([coding.coder.id], [coding.coder.id, stranger.id], []):
        with pytest.raises(InvalidInputError):
            draw(coding, coders)
    assert coding.session.scalar(select(func.count()).select_from(CodingSample)) == 0


def test_a_reading_is_kept_once_changed_and_is_no_tag(pair):
    answer = pair.order()[0]
    assert pair.read(answer, pair.first, pair.safe)
    assert not pair.read(answer, pair.first, pair.safe), "the same again is no change"
    assert pair.read(answer, pair.first, pair.buses, pair.safe)
    assert queries.own(pair.coding.session, pair.sample, pair.first, answer).codes == {
        pair.safe.token,
        pair.buses.token,
    }
    assert pair.read(answer, pair.first, mark=Mark.OTHER)
    assert queries.own(pair.coding.session, pair.sample, pair.first, answer).codes == {"mark:other"}
    assert pair.coding.session.scalar(select(func.count()).select_from(SampleTag)) == 0
    assert pair.coding.session.scalar(select(func.count()).select_from(Tag)) == 0, "nothing is counted"
    assert pair.line().coder(pair.first).done == 1
    assert queries.own(pair.coding.session, pair.sample, pair.second, answer) is None
    acts = select(func.count()).where(AuditEntry.action == "sample.read")
    assert pair.coding.session.scalar(acts) == 3


def test_one_reads_in_order_skipped_ones_last(pair):
    order, session = pair.order(), pair.coding.session
    assert queries.following(session, pair.sample, pair.first) == order[0]
    pair.read(order[0], pair.first, state=ReadingState.SKIPPED)
    pair.read(order[1], pair.first, state=ReadingState.UNSURE)
    assert queries.following(session, pair.sample, pair.first) == order[2]
    assert queries.preceding(session, pair.sample, pair.first, order[2]) == order[1]
    assert queries.preceding(session, pair.sample, pair.first, order[1]) == order[0]
    assert queries.preceding(session, pair.sample, pair.first, order[0]) is None
    for answer in order[2:]:
        pair.read(answer, pair.first, pair.safe)
    assert queries.following(session, pair.sample, pair.first) == order[0], "the skipped one comes again"
    assert (pair.line().coder(pair.first).done, pair.line().coder(pair.first).skipped) == (29, 1)


def test_only_those_asked_read_and_only_what_is_in_the_sample(pair, person):
    answer = pair.order()[0]
    with pytest.raises(NotFoundError):
        pair.read(answer, person(Role.ANALYST).id, pair.safe)
    with pytest.raises(GoneError):
        pair.read(pair.coding.answer(), pair.first, pair.safe)
    with pytest.raises(InvalidInputError):
        pair.read(answer, pair.first, pair.coding.priority())
    with pytest.raises(InvalidInputError):
        pair.read(answer, pair.first, world(pair.coding.session, pair.coding.coder).theme())


def test_finishing_ends_it_and_needs_all_to_be_opened(pair):
    order = pair.order()
    with pytest.raises(CodingError):
        pair.finish(pair.first)
    for answer in order:
        pair.read(answer, pair.first, pair.safe)
    pair.finish(pair.first, pair.first)
    with pytest.raises(rules.SampleClosedError):
        pair.read(order[0], pair.first, pair.buses)
    services.close(pair.coding.session, pair.sample, at=pair.coding.now())
    assert not services.close(pair.coding.session, pair.sample, at=pair.coding.now())
    with pytest.raises(rules.SampleClosedError):
        pair.read(order[0], pair.second, pair.buses)
    assert services.reopen(pair.coding.session, pair.sample, at=pair.coding.now())
    assert pair.read(order[0], pair.second, pair.buses)


def test_more_people_may_be_asked_once(pair, person):
    young = person(Role.YOUNG_ANALYST, name="Sam")
    session, at = pair.coding.session, pair.coding.now()
    assert (young.id, "Sam", True) in queries.people(session)
    assert services.ask(session, pair.sample, [young.id, pair.first], at=at) == 1
    assert services.ask(session, pair.sample, [young.id], at=at) == 0
    assert [one.sample.id for one in queries.asked(session, pair.coding.consultation.id, young.id)] == [pair.sample.id]
    with pytest.raises(InvalidInputError):
        services.ask(session, pair.sample, [person(Role.FACILITATOR).id], at=at)


def test_what_is_raised_leaves_the_sample_and_the_figures(pair):
    order = pair.order()
    for person_id in (pair.first, pair.second):
        for answer in order:
            pair.read(answer, person_id, pair.safe)
    reading = pair.coding.session.get(SafetyReading, order[0])
    reading.reading = Reading.RAISED
    pair.coding.session.flush()
    assert pair.line().answers == 29
    found = rules.figures(queries.choices(pair.coding.session, pair.sample))
    assert len(found.all.units) == 29
    assert not found.all.enough
    with pytest.raises(GoneError):
        queries.words(pair.coding.session, pair.coding.consultation.id, order[0])


def read_all(pair):
    """Both say Safe everywhere; on the first answer they differ, on the second both say Other."""
    order = pair.order()
    for answer in order[2:]:
        for person_id in (pair.first, pair.second):
            pair.read(answer, person_id, pair.safe)
    pair.read(order[0], pair.first, pair.safe, pair.buses)
    pair.read(order[0], pair.second, pair.safe)
    for person_id in (pair.first, pair.second):
        pair.read(order[1], person_id, mark=Mark.OTHER)
    return order


def test_nobody_sees_others_choices_before_finishing(pair, lead):
    order = read_all(pair)
    with pytest.raises(rules.BlindError):
        services.check_may_see(pair.coding.session, pair.sample, pair.first)
    with pytest.raises(rules.BlindError):
        pair.settle(order[0], pair.safe)
    with pytest.raises(rules.BlindError):
        services.take_agreed(
            pair.coding.session, pair.coding.consultation, pair.sample, by_id=pair.second, at=pair.coding.now()
        )
    services.check_may_see(pair.coding.session, pair.sample, lead.id)
    pair.finish(pair.first)
    services.check_may_see(pair.coding.session, pair.sample, pair.first)


def test_settling_makes_the_real_tags_and_is_on_record(pair):
    order = read_all(pair)
    pair.finish(pair.first, pair.second)
    pair.coding.act("add_tag", [order[0]], pair.buses)
    pair.coding.act("add_tag", [order[0]], pair.coding.priority())
    assert pair.settle(order[0], pair.safe, note="Lights, not buses")
    assert pair.tags(order[0]) == {pair.safe.token, pair.coding.priority().token}, "what nobody spoke of stays"
    known = queries.settled(pair.coding.session, pair.sample)[order[0]]
    assert (known.codes, known.note, known.by_name) == ({pair.safe.token}, "Lights, not buses", pair.coding.coder.name)
    assert not pair.settle(order[0], pair.safe, note="Lights, not buses"), "sent twice is once"
    assert pair.coding.session.scalar(select(func.count()).select_from(Settlement)) == 1
    lines = pair.coding.session.scalars(select(AuditEntry).where(AuditEntry.action == "sample.settled")).all()
    assert len(lines) == 1
    assert "Lights" not in str(lines[0].detail)


def test_settling_again_needs_the_version_one_saw(pair):
    order = read_all(pair)
    pair.finish(pair.first, pair.second)
    pair.settle(order[0], pair.safe)
    with pytest.raises(rules.SettledMeanwhileError, match="Joe Carter settled"):
        pair.settle(order[0], pair.buses, by=pair.second)
    seen = queries.settled(pair.coding.session, pair.sample)[order[0]].version
    assert pair.settle(order[0], pair.buses, seen=seen, by=pair.second)
    assert pair.tags(order[0]) == {pair.buses.token}


def test_settled_as_nothing_is_a_mark(pair):
    order = read_all(pair)
    pair.finish(pair.first, pair.second)
    pair.settle(order[0], mark=Mark.NOTHING_TO_SAY)
    assert pair.tags(order[0]) == {"mark:nothing_to_say"}
    with pytest.raises(InvalidInputError):
        pair.settle(order[0], seen=queries.settled(pair.coding.session, pair.sample)[order[0]].version)
    with pytest.raises(GoneError):
        pair.settle(order[2], pair.safe)


def test_what_all_agree_on_becomes_tags_once(pair):
    order = read_all(pair)
    pair.finish(pair.first, pair.second)
    session, consultation = pair.coding.session, pair.coding.consultation
    pair.coding.act("add_tag", [order[2]], pair.safe)
    changed = services.take_agreed(session, consultation, pair.sample, by_id=pair.first, at=pair.coding.now())
    assert changed.answers == 28, "27 tags and a mark"
    assert all(pair.tags(answer) == {pair.safe.token} for answer in order[2:])
    assert session.get(AnswerMark, order[1]).mark is Mark.OTHER
    assert pair.tags(order[0]) == frozenset(), "where they differ nothing is taken over"
    again = services.take_agreed(session, consultation, pair.sample, by_id=pair.first, at=pair.coding.now())
    assert not again.changed


def test_what_all_agree_on_is_one_act_and_undone_as_one(pair):
    order = read_all(pair)
    pair.finish(pair.first, pair.second)
    session, consultation = pair.coding.session, pair.coding.consultation
    before = [pair.tags(answer) for answer in order]
    batch = services.take_agreed(session, consultation, pair.sample, by_id=pair.first, at=pair.coding.now())
    newest = coding_queries.recent(session, consultation.id, pair.first)[0]
    assert (newest.batch_id, newest.others) == (batch.id, 1), "a code, and a mark"
    coding_services.undo(session, consultation, batch.id, by_id=pair.first, at=pair.coding.now())
    assert [pair.tags(answer) for answer in order] == before
    assert session.scalar(select(func.count()).select_from(AnswerMark)) == 0


def test_reading_takes_few_statements_however_large_the_sample(pair, statements):
    read_all(pair)
    session, consultation = pair.coding.session, pair.coding.consultation
    with statements() as made:
        queries.lines(session, consultation.id)
        queries.choices(session, pair.sample)
        queries.settled(session, pair.sample)
        queries.following(session, pair.sample, pair.first)
    assert len(made) <= 7


class TestYoung:
    """Young analysts outside samples: what they choose counts as anybody's."""

    @pytest.fixture
    def sam(self, person):
        return person(Role.YOUNG_ANALYST, name="Sam").id

    def read(self, coding, sam, answer, *targets, state=ReadingState.CODED, mark=None):
        return services.read_alone(
            coding.session, coding.consultation, answer, state, targets, mark, by_id=sam, at=coding.now()
        )

    def test_their_choices_are_tags_and_may_be_changed(self, coding, sam):
        answer, theme, more = coding.answer(), coding.theme("Safe"), coding.theme("Buses")
        coding.act("add_tag", [answer], coding.priority())
        assert self.read(coding, sam, answer, theme)
        assert not self.read(coding, sam, answer, theme)
        assert self.read(coding, sam, answer, more)
        found = queries.own_alone(coding.session, sam, answer)
        assert found.codes == {more.token}
        assert queries.standing_on(coding.session, answer) == {more.token, coding.priority().token}

    def test_the_next_one_is_uncoded_unread_english_and_in_no_open_sample(self, coding, other, sam):
        coding.answers(30)
        sample = draw(coding, [coding.coder.id, other.id])
        assert queries.next_alone(coding.session, coding.consultation.id, sam) is None
        answer = coding.answer("more swings please")
        coding.answer("Chcę park", language="pl")
        coding.answer(reading=None)
        assert queries.next_alone(coding.session, coding.consultation.id, sam) == answer
        self.read(coding, sam, answer, state=ReadingState.UNSURE)
        assert queries.next_alone(coding.session, coding.consultation.id, sam) is None
        assert queries.next_alone(coding.session, coding.consultation.id, other.id) == answer
        assert queries.read_by(coding.session, sam) == 1
        services.close(coding.session, sample, at=coding.now())
        assert queries.next_alone(coding.session, coding.consultation.id, sam) is not None

    def test_none_fits_is_a_mark(self, coding, sam):
        answer = coding.answer("idk")
        self.read(coding, sam, answer, mark=Mark.OTHER)
        assert queries.standing_on(coding.session, answer) == {"mark:other"}
        assert queries.last_alone(coding.session, coding.consultation.id, sam, None) == answer

    def test_what_was_raised_is_gone(self, coding, sam):
        with pytest.raises(GoneError):
            self.read(coding, sam, coding.answer(reading=Reading.RAISED), coding.theme())


def test_an_answer_in_another_language_is_read_once_its_translation_was_read_for_safety(coding):
    answer = coding.answer("Chcę więcej parków", language="pl")
    made = Translation(
        answer_id=answer, number=1, language="pl", text="I want more parks, ring 07700 900123", at=coding.now()
    )
    coding.session.add_all([made, AnswerLanguage(answer_id=answer, language="pl", at=coding.now())])
    coding.session.flush()
    assert queries.candidates(coding.session, coding.consultation, Pool.ALL, Strata.NONE) == []
    made.cleared_at = coding.now()
    coding.session.flush()
    assert queries.candidates(coding.session, coding.consultation, Pool.ALL, Strata.NONE) == [(answer, "")]
    shown = queries.words(coding.session, coding.consultation.id, answer)
    assert (shown.translated, shown.language) == (True, "en")
    assert "I want more parks" in shown.pieces[0].text
    assert "07700" not in shown.pieces[0].text


def test_cards_say_what_belongs_what_does_not_and_an_example(coding):
    coding.theme("Safe routes")
    frame = queries.frame(coding.session, coding.consultation)
    (card,) = queries.cards(coding.session, coding.consultation, frame, TargetKind.THEME)
    assert (card.name, card.not_this, card.example, card.picture) == ("Safe routes", "", "", "signpost")
    assert queries.best_level(frame) is TargetKind.THEME
