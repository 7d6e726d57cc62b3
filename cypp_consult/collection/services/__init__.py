"""Writes of collection: storing and removing responses, and the drafts of the web form."""

from cypp_consult.collection.rules import Receipt, Status, Submission
from cypp_consult.collection.services.storing import store, store_many

__all__ = ["Receipt", "Status", "Submission", "store", "store_many"]
