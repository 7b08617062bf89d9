"""In: promises made during work.
Out: to-dos with a due moment and whom to reach.
"""
