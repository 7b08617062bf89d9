"""In: the documentation rules of a case's program, and the facts of its file.
Out: met, due and missed with the evidence, per case, per caseload, and as an auditor asks.
"""
