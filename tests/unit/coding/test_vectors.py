"""Suggesting by meaning, from the job to the rows, where the extra is installed: `make test-embeddings`."""

import pytest
from sqlalchemy import func, select

from cypp_consult.coding import suggesting
from cypp_consult.coding.learning import vectors
from cypp_consult.coding.learning.models import AnswerVector, ExampleVector, Learning
from cypp_consult.coding.models import Suggestion

pytestmark = pytest.mark.skipif(not vectors.available(), reason="the extra `embeddings` is not installed")


def test_a_job_keeps_vectors_and_suggests_by_meaning(session, coding):
    keys = coding.answers(3)
    for _ in range(2):
        work = suggesting.begin(session, coding.consultation, coding.now())
        suggesting.suggest_some(session, work, coding.now())
        suggesting.finish(session, work)
    assert session.get_one(Learning, coding.consultation.id).with_vectors
    assert set(vectors.kept_vectors(session, keys)) == set(keys)
    assert session.scalar(select(func.count()).select_from(AnswerVector)) == len(keys)
    assert session.scalar(select(func.count()).select_from(ExampleVector)) > 500
    assert session.scalar(select(func.count()).select_from(Suggestion)) > 0
