"""The ground floor of pages: base form, access rules, security headers and filters."""
