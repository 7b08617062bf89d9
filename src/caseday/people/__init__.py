"""In: what clients and their households tell about themselves.
Out: names, contact points with consent, addresses, needs, duplicates.
"""
