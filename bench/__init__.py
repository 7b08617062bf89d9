"""Benchmarks, run apart from the tests."""
