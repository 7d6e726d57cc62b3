"""Pages of summaries: milestones, the summary of each, its frozen packs, and files to take away."""

from cypp_consult.summaries.views import exports, pages
from cypp_consult.summaries.views.shared import bp

__all__ = ["bp", "exports", "pages"]
