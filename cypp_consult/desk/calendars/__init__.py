"""Dates in people's own calendars: a private address for each person, and single dates to take along."""
