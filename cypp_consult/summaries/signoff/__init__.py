"""Signing off: full members of a body vote on a frozen pack, and the record of it."""
