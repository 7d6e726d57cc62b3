import pytest

from cypp_consult.core import clock
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.safeguarding import services as safeguarding
from cypp_consult.safeguarding.known import queries, services
from cypp_consult.safeguarding.known.models import KnownKind
from cypp_consult.safeguarding.models import SafetyScreen
from tests import make


def add(session, kind, typed):
    return services.add(session, kind, typed, None, clock.now())


def test_names_are_added_once_whatever_their_case_and_accents(session):
    assert add(session, KnownKind.SCHOOL, "Moorside, The Grange\nmoorside;  ").words == ("Moorside", "The Grange")
    assert add(session, KnownKind.SCHOOL, "MOORSIDE").job_id is None
    assert add(session, KnownKind.PLACE, "Moorside").words == ("Moorside",)
    assert queries.counts(session) == {KnownKind.SCHOOL: 2, KnownKind.PLACE: 1, KnownKind.NO_NAME: 0}


@pytest.mark.parametrize("typed", ["", " , ;", "123", "x" * 121, ",".join(f"name{n}" for n in range(501))])
def test_what_is_no_list_of_names_is_refused(session, typed):
    with pytest.raises(InvalidInputError):
        add(session, KnownKind.SCHOOL, typed)


def test_a_change_marks_new_and_old_answers(session):
    consultation = make.consultation(session)
    question = make.question(session, consultation)
    old = make.response(session, consultation, texts={question: "they picked me up at moorside"}).answers[0]
    safeguarding.screen(session, consultation.id, clock.now())
    assert session.get_one(SafetyScreen, old.id).personal_details == []
    add(session, KnownKind.SCHOOL, "Moorside")
    last = services.mark_some(session, None)
    assert services.mark_some(session, last) is None
    session.expire_all()
    assert session.get_one(SafetyScreen, old.id).personal_details == [{"start": 21, "end": 29, "kind": "school"}]
    new = make.response(session, consultation, texts={question: "moorside is cold"}).answers[0]
    safeguarding.screen(session, consultation.id, clock.now())
    assert session.get_one(SafetyScreen, new.id).personal_details == [{"start": 0, "end": 8, "kind": "school"}]
    services.remove(session, queries.entries(session, KnownKind.SCHOOL)[0], None, clock.now())
    services.mark_some(session, None)
    session.expire_all()
    assert session.get_one(SafetyScreen, old.id).personal_details == []
