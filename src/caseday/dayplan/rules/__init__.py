"""Plain Python: what is to be planned, what a plan must keep, and plans made at once."""
