"""In: files, photos, things in hand.
Out: papers of a case with their text, where each was sent and who has seen it in the chart, and packets to hand over.
"""
