"""In: new referrals by phone or paper, incomplete allowed.
Out: persons and cases, without doubles.
"""
