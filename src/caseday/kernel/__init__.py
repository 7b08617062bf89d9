"""In: nothing; plain Python.
Out: the clock, ids, value types and errors that every other app speaks.
"""
