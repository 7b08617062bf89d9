"""Plain rules of files that come in: columns, rows of cases, calendars."""
