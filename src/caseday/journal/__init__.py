"""In: what happened: calls, visits, messages, waits, captured in a line.
Out: activities and signed notes.
"""
