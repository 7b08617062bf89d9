"""In: plain values. Out: units and their worth, limits and how near they are, HUD's files and their problems."""
