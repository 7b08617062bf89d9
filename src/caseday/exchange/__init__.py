"""In: files: case lists, calendars, an agency's export.
Out: the same, imported once or written out with a data dictionary.
"""
