"""In: bytes that somebody sent. Out: what they are, kept under their SHA-256, with a PDF and the text of each page.

Plain Python without Django. What opens a file of others runs in a process of its own, with little memory and time.
"""
