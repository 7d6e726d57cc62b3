"""Writes of collection: storing and removing responses, and the drafts of the web form."""

from cypp_consult.collection.rules import Receipt, Status, Submission
from cypp_consult.collection.services.removing import remove, remove_by_code
from cypp_consult.collection.services.sending import ShutError, send
from cypp_consult.collection.services.storing import store, store_many

__all__ = [
    "Receipt",
    "ShutError",
    "Status",
    "Submission",
    "remove",
    "remove_by_code",
    "send",
    "store",
    "store_many",
]
