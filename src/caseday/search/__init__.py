"""In: every change to a person, case, office, identifier or note.
Out: found entries that the viewer may see.
"""
