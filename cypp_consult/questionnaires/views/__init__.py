"""Pages of questionnaires: the builder, languages, previews and getting ready to open."""

from cypp_consult.questionnaires.languages import recording_views, translating_views
from cypp_consult.questionnaires.views import preview, ready, table, writing
from cypp_consult.questionnaires.views.blueprint import bp

__all__ = ["bp", "preview", "ready", "recording_views", "table", "translating_views", "writing"]
