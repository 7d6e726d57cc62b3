"""What is done to consultations. Each verb flushes, writes the audit log and never commits."""

from cypp_consult.consultations.services.asking import (
    AudienceForm,
    change,
    create,
    set_audiences,
    set_members,
    set_notices,
)
from cypp_consult.consultations.services.dates import close_early, extend
from cypp_consult.consultations.services.laying import Kept, keep_layout, remove_template, save_template
from cypp_consult.consultations.services.moving import move, put_back
from cypp_consult.consultations.services.reasons import (
    justify,
    remove_special_days,
    set_special_days,
    unjustify,
)
from cypp_consult.consultations.services.steps import add_evidence, remove_evidence, set_needs
from cypp_consult.consultations.services.timeline import (
    add_milestone,
    add_stage,
    change_milestone,
    change_stage,
    mark_done,
    mark_not_done,
    remove_milestone,
    remove_stage,
)

__all__ = [
    "AudienceForm",
    "Kept",
    "add_evidence",
    "add_milestone",
    "add_stage",
    "change",
    "change_milestone",
    "change_stage",
    "close_early",
    "create",
    "extend",
    "justify",
    "keep_layout",
    "mark_done",
    "mark_not_done",
    "move",
    "put_back",
    "remove_evidence",
    "remove_milestone",
    "remove_special_days",
    "remove_stage",
    "remove_template",
    "save_template",
    "set_audiences",
    "set_members",
    "set_needs",
    "set_notices",
    "set_special_days",
    "unjustify",
]
