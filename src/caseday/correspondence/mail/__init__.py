"""In: mailboxes as servers keep them, and mail as strangers write it.
Out: plain `Incoming`s, their files on the disk; whatever cannot be read is kept as it came, and said.
"""
