"""Pages of collection: the public form, taking a response back, and what staff see and enter."""

from cypp_consult.collection.views import answers, entry, front, parked, questions, removal, sending
from cypp_consult.collection.views.blueprint import bp

PAGES = (front, questions, sending, removal, answers, parked, entry)

__all__ = ["PAGES", "bp"]
