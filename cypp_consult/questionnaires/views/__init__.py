"""Pages of questionnaires: the builder, previews and getting ready to open."""

from cypp_consult.questionnaires.views import preview, ready, table, writing
from cypp_consult.questionnaires.views.blueprint import bp

__all__ = ["bp", "preview", "ready", "table", "writing"]
