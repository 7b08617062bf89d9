"""In: nothing. Out: the fixed cast and small makers of records, for tests only."""
