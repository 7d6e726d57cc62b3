"""Responses from other tools' CSV and XLSX files: read, map, check, store once."""
