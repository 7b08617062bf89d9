"""In: every change to a person, case, office, identifier, note or paper.
Out: found entries that the viewer may see.
"""
