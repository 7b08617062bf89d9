"""In: what boards ask for, read by a person.
Out: `licenses.toml`, looked into by `rules.licenses`."""
