"""In: accepted referrals.
Out: the case: parties, identifiers, conditions, key dates, goals, assignment, closure.
"""
