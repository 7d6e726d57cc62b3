"""A made-up consultation to be reached: targets of every kind, events for them, and answers by the handful."""

from cypp_consult.collection.models import AboutAnswer, Channel
from cypp_consult.consultations.targets import services
from cypp_consult.consultations.targets.models import TargetKind
from cypp_consult.consultations.targets.rules import Wanted, age_key
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.summaries.reach.building import build
from cypp_consult.summaries.reach.services import say_for
from tests import make

YOUNGER, YOUNG, PARENTS, STAFF = Audience
CHILDREN = (YOUNGER, YOUNG)


class Town:
    """One consultation; every act flushes."""

    def __init__(self, session, lead, **given):
        self.session = session
        self.of = make.consultation(session, lead=lead, opens=-9, closes=10, **given)
        self.targets = {}

    def target(self, kind, name, expected=None, population=None, **given):
        wanted = Wanted(TargetKind(kind), name, expected=expected, population=population, **given)
        self.targets[name] = services.add(self.session, self.of, wanted)
        return self.targets[name]

    def age(self, audience, band, expected=None, population=None):
        return self.target("age", band, expected, population, key=age_key(audience, band))

    def area(self, name, *numbers):
        return self.target("area", name, *numbers, audiences=CHILDREN)

    def school(self, name, area="", *numbers):
        return self.target("school", name, *numbers, audiences=CHILDREN, area=area)

    def group(self, name, *numbers, about="", audiences=(YOUNG,)):
        key, _, value = about.partition("=")
        return self.target(
            "group", name, *numbers, audiences=audiences, about_key=key, about_values=(value,) if value else ()
        )

    def event(self, place=None, *groups, **given):
        made = make.event(self.session, self.of, **given)
        say_for(self.session, made, place, groups)
        return made

    def hear(self, count, audience=YOUNG, *, event=None, about=None, **given):
        made = []
        for _ in range(count):
            response = make.response(
                self.session, self.of, audience=audience, event_id=event.id if event else None, **given
            )
            for key, value in (about or {}).items():
                self.session.add(AboutAnswer(response_id=response.id, key=key, value=value))
            made.append(response)
        self.session.flush()
        return made

    def note(self, headcount, audience=YOUNG, **given):
        return self.hear(1, audience, headcount=headcount, channel=Channel.GROUP_NOTE, **given)[0]

    def expect(self, audience, expected, population=None):
        row = next(row for row in self.of.audiences if row.audience is audience)
        row.expected, row.population = expected, population
        self.session.flush()

    def reached(self, threshold=5, at=None):
        self.session.flush()
        self.session.expire_all()
        return build(self.session, self.of, at or clock.now(), threshold)

    def row(self, name, **given):
        return next(row for row in self.reached(**given).rows if row.name == name)
