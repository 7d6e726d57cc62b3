"""Pages of blind coding: samples, reading one answer at a time, settling, and the young analysts' own pages."""

from cypp_consult.coding.agreement.views import blind, deciding, samples, young
from cypp_consult.coding.agreement.views.shared import bp

__all__ = ["blind", "bp", "deciding", "samples", "young"]
