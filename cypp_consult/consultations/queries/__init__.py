"""Reading consultations, their people and their timeline."""

from cypp_consult.consultations.queries.days import periods, special_day, special_days, work_calendar
from cypp_consult.consultations.queries.due import DueList, DueRow, by_nearness, due_for
from cypp_consult.consultations.queries.reading import (
    SEE_ALL,
    by_code,
    by_slug,
    codes,
    facts,
    launched_plans,
    members,
    people,
    state_of,
    visible_to,
    words_of,
)
from cypp_consult.consultations.queries.steps import Slipped, evidence, evidence_file, needs, slipped, slips, steps
from cypp_consult.consultations.queries.templates import saved_template, saved_templates, template_names, templates
from cypp_consult.consultations.queries.timeline import (
    laid_json,
    milestone,
    milestones,
    stage,
    stages,
    timeline_json,
)
from cypp_consult.consultations.queries.warnings import Standing, checks, justifications, matters

__all__ = [
    "SEE_ALL",
    "DueList",
    "DueRow",
    "Slipped",
    "Standing",
    "by_code",
    "by_nearness",
    "by_slug",
    "checks",
    "codes",
    "due_for",
    "evidence",
    "evidence_file",
    "facts",
    "justifications",
    "laid_json",
    "launched_plans",
    "matters",
    "members",
    "milestone",
    "milestones",
    "needs",
    "people",
    "periods",
    "saved_template",
    "saved_templates",
    "slipped",
    "slips",
    "special_day",
    "special_days",
    "stage",
    "stages",
    "state_of",
    "steps",
    "template_names",
    "templates",
    "timeline_json",
    "visible_to",
    "words_of",
    "work_calendar",
]
