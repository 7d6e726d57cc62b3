"""The ground floor: database, clock, errors, audit and jobs. It knows no feature."""
