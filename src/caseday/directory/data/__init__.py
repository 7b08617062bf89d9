"""In: the libraries `zipcodes` and `holidays`, whose tables cost 55 MB of memory once loaded.
Out: `postal_codes.bin` and `holidays.txt`, looked into without loading them; rebuilt by this module."""
