"""In: open questions, invitations, who came, what each party wants, what was decided.
Out: agenda, minutes, follow-ups with owners, the next date.
"""
