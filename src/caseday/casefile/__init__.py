"""In: everything on one case.
Out: its pages and sheets; no tables.
"""
