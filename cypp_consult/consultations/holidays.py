"""Bank holidays as a library brings them along: nothing is fetched, and its horizon is read from its data."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from cypp_consult.consultations.timeline_models import Division


@cache
def bank_holidays(division: Division) -> Mapping[date, str]:
    """Return the known bank holidays of a part of the country, substitute days included, with their names."""
    # loaded on first use: it brings a web client along that we never let it use
    from govuk_bank_holidays.bank_holidays import BankHolidays

    known = BankHolidays(use_cached_holidays=True).get_holidays(division=division.value)
    return MappingProxyType({item["date"]: str(item["title"]) for item in known})
