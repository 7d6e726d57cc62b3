"""What is done to bodies. Each verb flushes, writes the audit log and never commits."""

from cypp_consult.consultations.governance.services.approvals import set_approvers
from cypp_consult.consultations.governance.services.bodies import (
    add_body,
    change_body,
    close_body,
    open_body,
)
from cypp_consult.consultations.governance.services.making import Made, make_from
from cypp_consult.consultations.governance.services.meetings import (
    add_meeting,
    change_meeting,
    remove_meeting,
    set_papers_sent,
)
from cypp_consult.consultations.governance.services.reports import file_report
from cypp_consult.consultations.governance.services.seats import add_seat, change_seat, remove_seat

__all__ = [
    "Made",
    "add_body",
    "add_meeting",
    "add_seat",
    "change_body",
    "change_meeting",
    "change_seat",
    "close_body",
    "file_report",
    "make_from",
    "open_body",
    "remove_meeting",
    "remove_seat",
    "set_approvers",
    "set_papers_sent",
]
