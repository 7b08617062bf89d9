"""In: plain values. Out: units and what they are worth, limits and how near they are, HUD's files and their problems."""
