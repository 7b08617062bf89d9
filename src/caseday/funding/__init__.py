"""In: funds and grants, and the activities and cases assigned to them.
Out: units, limits, unduplicated counts, and the exports that a funder asks for.
"""
