"""In: the library `zipcodes`, whose table costs 38 MB of memory once loaded.
Out: `postal_codes.bin`, looked into without loading it; rebuilt by this module."""
