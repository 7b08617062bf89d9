"""In: facts of the other apps.
Out: what is open, why, and who acts next; only snoozes and order by hand are stored.
"""
