"""Pages of collection: the public form, taking a response back, and what staff see and enter."""

from cypp_consult.collection.views.blueprint import bp

__all__ = ["bp"]
