"""Writes of blind coding; the edge commits."""

from cypp_consult.coding.agreement.services.drawing import Plan, ask, close, draw_sample, reopen
from cypp_consult.coding.agreement.services.reading import finish, read, read_alone
from cypp_consult.coding.agreement.services.settling import check_may_see, settle, take_agreed, waiting

__all__ = [
    "Plan",
    "ask",
    "check_may_see",
    "close",
    "draw_sample",
    "finish",
    "read",
    "read_alone",
    "reopen",
    "settle",
    "take_agreed",
    "waiting",
]
