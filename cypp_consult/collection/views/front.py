"""The front page, the first page of each form, its privacy notice, and saying no."""

from typing import Any

from flask import redirect, render_template, request

from cypp_consult.collection.models import Channel
from cypp_consult.collection.queries import Door
from cypp_consult.collection.services import drafts
from cypp_consult.collection.texts import blocks
from cypp_consult.collection.views.blueprint import bp
from cypp_consult.collection.views.telling import told
from cypp_consult.collection.views.visit import Visit, visit_or_404, visit_or_none
from cypp_consult.collection.walk_rules import Walk
from cypp_consult.consultations.models import LawfulBasis
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.questionnaires.queries import latest
from cypp_consult.questionnaires.rules import questions_of
from cypp_consult.web.access import public
