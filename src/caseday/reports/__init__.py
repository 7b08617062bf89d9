"""In: taps of visits, entries of the journal, corrections of trips, rates and rules of the program pack.
Out: miles and driving time by day, case and period: on the page, on paper, as CSV.
"""
