"""The day of an event, on one page: who came, what the tablets hold, whom to ring, what to read first."""
