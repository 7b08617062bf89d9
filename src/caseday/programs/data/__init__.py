"""In: the library `holidays`, which costs 17 MB of memory once loaded.
Out: `holidays.txt`, looked into without loading it; rebuilt by this module."""
