"""Every write of papers, one verb a function."""
