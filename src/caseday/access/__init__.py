"""In: people who sign in, and every change that any app makes.
Out: who may see what, the append-only case events, the access log.
"""
