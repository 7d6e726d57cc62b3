"""Dates as an iCalendar file (RFC 5545), the way Outlook, Google and Apple read it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from icalendar import Calendar, Event, vDuration

from cypp_consult.desk.calendars.items import Item
from cypp_consult.desk.calendars.services import Edition

PRODUCT = "-//CYPP Consult//Dates//EN"
HOUSE = "cypp-consult"
# how often calendars may ask again; they take it as a hint
REFRESH = timedelta(hours=6)


def calendar(
    items: Sequence[Item], editions: Mapping[str, Edition], *, name: str, key: UUID | None, link: Callable[[Item], str]
) -> bytes:
    """Return a calendar of whole days that take up nobody's time.

    `key` makes the calendar the same one at every reading; without it the file is dates to take along. `link` returns
    the address of a date's page, or nothing.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    if key is not None:
        made.add("uid", str(key))
        made.add("name", name)
        made.add("x-wr-calname", name)
        made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", vDuration(REFRESH))
    for item in items:
        made.add_component(_event(item, editions[item.uid], link(item)))
    return bytes(made.to_ical())


def _event(item: Item, edition: Edition, url: str) -> Event:
    made = Event()
    made.add("uid", f"{item.uid}@{HOUSE}")
    made.add("sequence", edition.sequence)
    # a file that has not changed is the same to the letter, whenever it is asked for
    made.add("dtstamp", edition.changed_at)
    made.add("last-modified", edition.changed_at)
    made.add("dtstart", item.first)
    # the day after the last one, as the standard has it
    made.add("dtend", item.last + timedelta(days=1))
    made.add("summary", item.title)
    made.add("description", item.note)
    made.add("transp", "TRANSPARENT")
    made.add("status", "CONFIRMED")
    if item.place:
        made.add("location", item.place)
    if url:
        made.add("url", url)
    return made
