"""In: a seed and a date.
Out: a demonstration agency of synthetic people, with the typical day.
"""
