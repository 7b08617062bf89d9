"""In: appointments, open work, places with their hours, waits and drives.
Out: the day in order, with leave-by times, and a new order when the day breaks.
"""
