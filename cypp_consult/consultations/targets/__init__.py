"""Whom a consultation set out to hear from: expected numbers, and how many such people there are."""
