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
    "add_milestone",
    "add_stage",
    "change",
    "change_milestone",
    "change_stage",
    "close_early",
    "create",
    "extend",
    "mark_done",
    "mark_not_done",
    "remove_milestone",
    "remove_stage",
    "set_audiences",
    "set_members",
    "set_notices",
]
