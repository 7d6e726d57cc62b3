"""The representativeness figure of rows, from shown numbers alone."""

from collections.abc import Iterable

from cypp_consult.summaries.reach.content import Row
from cypp_consult.summaries.reach.figures import Likeness, Share, likeness


def of_rows(rows: Iterable[Row]) -> tuple[Likeness | None, int]:
    """Return the figure over rows that do not overlap and have a reference population, and how many are left out.

    Left out are rows whose number is hidden: so the figure follows from what a reader sees, and tells no more.
    """
    known = [row for row in rows if row.population]
    shares = [Share(row.name, row.people, row.population) for row in known if row.people is not None and row.population]
    return likeness(shares), len(known) - len(shares)
