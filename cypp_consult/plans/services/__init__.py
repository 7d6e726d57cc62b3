"""What is done to plans. Each verb flushes, writes the audit log and never commits."""

from cypp_consult.plans.services.starting import change_plan, start_empty, start_from_template
from cypp_consult.plans.services.tree import (
    add_action,
    add_measure,
    add_outcome,
    add_priority,
    add_reading,
    change,
    delete,
    move,
    remove_reading,
    rename,
    restore,
    retire,
)

__all__ = [
    "add_action",
    "add_measure",
    "add_outcome",
    "add_priority",
    "add_reading",
    "change",
    "change_plan",
    "delete",
    "move",
    "remove_reading",
    "rename",
    "restore",
    "retire",
    "start_empty",
    "start_from_template",
]
