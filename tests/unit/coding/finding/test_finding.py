"""A look at the answers: what is kept, what is shown, what people do with it, and what is never shown."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from cypp_consult.coding import services as coding_services
from cypp_consult.coding.finding import queries, services
from cypp_consult.coding.finding.looking import look
from cypp_consult.coding.finding.models import FindingGroup, FindingMember, FindingRun, Sort
from cypp_consult.coding.finding.tasks import find_themes
from cypp_consult.coding.models import Tag
from cypp_consult.core.audiences import Audience
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.safeguarding.models import Reading, SafetyReading


def told(_done, _total, _words):
    """Take a report and do nothing."""


def looked(world, embed=None):
    found = look(queries.to_read(world.session, world.consultation.id), told, embed)
    return services.keep(world.session, world.consultation, found, by_id=world.coder.id, at=world.now())


def groups(world, sort=Sort.THEME, **given):
    return queries.groups(world.session, world.consultation.id, sort, **given)


def raise_answer(world, key):
    world.session.get(SafetyReading, key).reading = Reading.RAISED
    world.session.flush()


def test_groups_hold_uncoded_answers_each_once(many):
    coded = many.answer("the bus is late and dear")
    many.act("add_tag", [coded], many.outcome())
    run = looked(many)
    assert (run.answers, run.uncoded, run.engine) == (41, 40, "words")
    found = groups(many)
    assert 3 <= len(found) <= 10
    held = many.session.scalars(select(FindingMember.answer_id).where(FindingMember.group_id.is_not(None))).all()
    assert len(held) == len(set(held)) == sum(one.size for one in found)
    assert coded not in held
    assert all(len(one.examples) == 3 and one.label and one.audiences for one in found)
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)


def test_under_a_hundred_no_groups_but_repeats(coding):
    first, second = coding.answer("The bus is always late"), coding.answer("the bus is allways late!")
    coding.answer("more swings")
    coding.answer("swings and swings")
    looked(coding)
    assert groups(coding) == []
    found = look(queries.to_read(coding.session, coding.consultation.id), told, anyway=True)
    assert found.uncoded == 4
    (repeat,) = groups(coding, Sort.ALIKE)
    assert (repeat.size, repeat.same) == (2, 1)
    assert queries.alike(coding.session, [first, uuid4()]) == {first: [second]}
    assert queries.alike(coding.session, [first, second]) == {first: [second], second: [first]}
    assert queries.alike(coding.session, []) == {}


def test_alike_and_groups_leave_out_what_was_raised_and_its_words(many):
    first, second = many.answer("Dragons would be nice here"), many.answer("dragons wuold be nice here!")
    looked(many)
    assert queries.alike(many.session, [first]) == {first: [second]}
    before = groups(many)[0]
    raise_answer(many, second)
    raise_answer(many, before.examples[0].id)
    assert queries.alike(many.session, [first, second]) == {}
    after = next(one for one in groups(many) if one.id == before.id)
    assert after.size == before.size - 1
    assert after.label == "", "the label may be the raised answer's own words"
    assert before.examples[0].id not in {row.id for row in after.examples}
    assert queries.state(many.session, many.consultation.id).gone == 2


def test_what_nobody_cleared_is_not_read(many):
    many.answer("the bus is late", reading=None)
    many.answer("the bus is late", reading=Reading.RAISED)
    assert looked(many).answers == 40
    assert queries.state(many.session, many.consultation.id).new == 0
    many.answer("one more")
    assert queries.state(many.session, many.consultation.id).new == 1


def test_a_group_becomes_a_theme_in_one_batch_that_undo_takes_back(many):
    looked(many)
    group = groups(many)[0]
    before = many.state()
    theme, batch = services.theme_of(
        many.session, many.consultation, group.id, None, "Buses we can rely on", by_id=many.coder.id, at=many.now()
    )
    assert batch.answers == group.size
    assert queries.group(many.session, many.consultation.id, group.id).theme.id == theme.id
    assert queries.group(many.session, many.consultation.id, group.id).uncoded == 0
    coding_services.undo(many.session, many.consultation, batch.id, by_id=many.coder.id, at=many.now())
    after = many.state()
    assert {key: after[key] for key in ("tags", "guesses", "marks")} == {
        key: before[key] for key in ("tags", "guesses", "marks")
    }


def test_answer_by_answer(many):
    looked(many)
    group = groups(many)[0]
    chosen = [row.id for row in group.examples[:2]]
    target = many.theme("Late buses")
    batch = services.tag_group(
        many.session, many.consultation, group.id, [*chosen, uuid4()], target, by_id=many.coder.id, at=many.now()
    )
    assert batch.answers == 2
    assert set(many.session.scalars(select(Tag.answer_id))) == set(chosen)
    with pytest.raises(InvalidInputError):
        services.tag_group(many.session, many.consultation, group.id, [], target, by_id=1, at=many.now())


def test_put_away_stays_away_when_one_looks_again(many):
    looked(many)
    group = groups(many)[0]
    services.dismiss(many.session, many.consultation, group.id, by_id=many.coder.id, at=many.now())
    assert group.id not in {one.id for one in groups(many)}
    many.answer("the bus is late again")
    looked(many)
    (away,) = groups(many, dismissed=True)
    assert away.size >= group.size - 1
    services.take_up(many.session, many.consultation, away.id, at=many.now())
    assert groups(many, dismissed=True) == []
    with pytest.raises(NotFoundError):
        services.dismiss(many.session, many.consultation, group.id, by_id=many.coder.id, at=many.now())


def test_only_the_latest_look_is_kept(many):
    looked(many)
    looked(many)
    for model, least in ((FindingRun, 1), (FindingMember, 40)):
        assert many.session.scalar(select(func.count()).select_from(model)) == least
    runs = set(many.session.scalars(select(FindingGroup.run_id)))
    assert runs == set(many.session.scalars(select(FindingRun.id)))


def test_phrases_stand_out_by_audience(coding):
    for _ in range(30):
        coding.answer("more swings please", audience=Audience.YOUNGER_CHILDREN)
        coding.answer("the waiting list is long", audience=Audience.PARENTS_CARERS)
    run = looked(coding)
    assert {row["phrase"] for row in run.phrases if row["who"] == "younger-children"} == {"more swings"}
    assert all(row["figure"] > 10 for row in run.phrases)


def test_no_personal_detail_gets_into_a_label_or_phrase(coding):
    for number in range(110):
        coding.answer(
            f"Ring Marion Speight on 01632 960 {number:03} about the late bus", audience=Audience.PARENTS_CARERS
        )
    for _ in range(40):
        coding.answer("swings", audience=Audience.YOUNGER_CHILDREN)
    run = looked(coding)
    said = " ".join([*(one.label for one in groups(coding)), *(row["phrase"] for row in run.phrases)]).casefold()
    assert "speight" not in said and "960" not in said
    assert "late bus" in said


def test_the_job_looks_tells_and_is_on_record(many, session):
    steps = []

    def progress(done, total, words):
        steps.append((done, total, words))

    arguments = {"consultation_id": str(many.consultation.id), "by_id": many.coder.id, "next": "/x"}
    result = find_themes(session, arguments, progress)
    assert result["next"] == "/x" and "groups" in result["words"]
    assert [done for done, _, _ in steps] == sorted(done for done, _, _ in steps)
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "finding.looked")).all() == [
        "finding.looked"
    ]
    find_themes(session, arguments, progress)
    with pytest.raises(NotFoundError):
        find_themes(session, {"consultation_id": str(uuid4())}, progress)


def test_vectors_are_used_where_there_are_some(many):
    def embed(texts, report):
        report(0, len(texts), "Reading")
        return [(1.0, 0.1) if "bus" in text else (0.1, 1.0) for text in texts]

    run = looked(many, embed)
    assert run.engine == "vectors"
    assert groups(many)
