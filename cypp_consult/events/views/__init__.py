"""Pages of events: planning, the event's own page, its poster."""

from cypp_consult.events.views import editing, guide, pages, posters, tablets
from cypp_consult.events.views.blueprint import bp

__all__ = ["bp", "editing", "guide", "pages", "posters", "tablets"]
