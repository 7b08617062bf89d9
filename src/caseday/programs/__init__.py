"""In: dated program packs (TOML) and diagnosis codes.
Out: what one kind of case management requires, on a date.
"""
