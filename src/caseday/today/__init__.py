"""In: appointments, calls, loose ends.
Out: the pages of the day; no tables.
"""
