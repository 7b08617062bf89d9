"""In: what was asked of whom for the client, on what ground; options of a decision of the client.
Out: what came of it; options side by side, the decision and who was present.
"""
