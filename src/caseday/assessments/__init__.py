"""In: answers given on instruments: by the worker on the phone, by the client on a one-time link.
Out: scores with their bands, drawn over time; alerts that must be acknowledged.
"""
