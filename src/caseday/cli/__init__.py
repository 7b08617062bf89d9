"""In: what is typed after caseday.
Out: the actions and queries of the apps, and exit codes.
"""
