"""Reminders by mail: what is due is told in time, once, to those who asked to be told."""
