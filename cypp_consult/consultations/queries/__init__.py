"""Reading consultations, their people and their timeline."""

from cypp_consult.consultations.queries.reading import (
    SEE_ALL,
    by_code,
    by_slug,
    checks,
    codes,
    facts,
    launched_plans,
    members,
    people,
    state_of,
    visible_to,
    words_of,
)
from cypp_consult.consultations.queries.timeline import (
    milestone,
    milestones,
    stage,
    stages,
    timeline_json,
)

__all__ = [
    "SEE_ALL",
    "by_code",
    "by_slug",
    "checks",
    "codes",
    "facts",
    "launched_plans",
    "members",
    "milestone",
    "milestones",
    "people",
    "stage",
    "stages",
    "state_of",
    "timeline_json",
    "visible_to",
    "words_of",
]
