"""The digest tells a resend from a conflict."""

from dataclasses import replace
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.collection.models import Channel
from cypp_consult.collection.rules import Submission, cleaned, digest
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires.rules import Given

anything = st.text(st.characters(codec=None, categories=None), max_size=40)
givens = st.builds(Given, st.lists(anything, max_size=3).map(tuple), anything, st.booleans())
answers = st.dictionaries(st.uuids(), givens, max_size=5)


def submission(said, **given):
    values = {"id": uuid4(), "consultation_id": UUID(int=1), "audience": Audience.YOUNG_PEOPLE, "channel": Channel.WEB}
    return Submission(**{**values, "answers": said, **given})


@given(answers, st.randoms())
def test_order_of_answers_sender_and_time_do_not_matter(said, random):
    shuffled = list(said.items())
    random.shuffle(shuffled)
    first = submission(said)
    again = submission(dict(shuffled), channel=Channel.TABLET, completed_at=clock.now(), headcount=9, language="ur")
    assert digest(first) == digest(again)


@given(answers, answers)
def test_other_answers_have_another_digest(one, two):
    def meant(said):
        return {key: value for key, value in said.items() if not value.is_empty}

    assert (digest(submission(one)) == digest(submission(two))) == (meant(one) == meant(two))


@given(answers)
def test_the_event_matters(said):
    assert digest(submission(said)) != digest(submission(said, event_id=uuid4()))


@given(answers, st.dictionaries(anything, anything, max_size=3))
def test_cleaning_twice_is_cleaning_once_and_everything_can_be_written_as_utf8(said, about):
    once = cleaned(submission(said, about=about), None)
    assert cleaned(once, None) == once
    for item in once.answers.values():
        item.text.encode()
        assert not item.is_empty
    for key, value in once.about.items():
        (key + value).encode()
        assert value


@given(answers)
def test_what_was_skipped_does_not_matter(said):
    with_skips = {**said, uuid4(): Given(), uuid4(): Given(text="  ")}
    assert digest(submission(said)) == digest(replace(submission(with_skips)))
