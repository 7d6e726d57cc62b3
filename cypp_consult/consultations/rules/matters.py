"""What the checks look at beside the consultation: school holidays, elections, and the round's own stages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cypp_consult.consultations.rules.days import Period

# first and last (month, day) of a usual school summer, until an installation has entered its own
USUAL_SUMMER = {
    "england-and-wales": ((7, 23), (8, 31)),
    "scotland": ((6, 27), (8, 16)),
    "northern-ireland": ((7, 1), (8, 31)),
}


@dataclass(frozen=True)
class Matters:
    """Days that matter to one consultation, in its part of the country (`division`)."""

    division: str = "england-and-wales"
    school: Sequence[Period] = ()
    elections: Sequence[Period] = ()
    # stages in which people are asked, beside the consultation's own days
    stages: Sequence[Period] = ()
    feedback_given: bool = False

    def school_between(self, opens: date, closes: date) -> Iterator[Period]:
        """Yield the school holidays that touch these days; a usual summer where none is entered for it."""
        yield from (period for period in self.school if period.days_within(opens, closes))
        first, last = USUAL_SUMMER[self.division]
        for year in range(opens.year, closes.year + 1):
            usual = Period("usual school summer holidays", date(year, *first), date(year, *last))
            known = any(period.days_within(usual.starts, usual.ends) for period in self.school)
            if usual.days_within(opens, closes) and not known:
                yield usual
