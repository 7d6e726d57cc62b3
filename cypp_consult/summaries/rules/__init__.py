"""What may be shown of counts of people. Pure: no database, no web."""
