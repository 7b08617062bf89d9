"""In: needs from assessments, referrals and the client's own words; entries of the journal that worked on them.
Out: the plan: needs, goals, interventions, barriers, progress, versions signed by client and worker, and printed.
"""
