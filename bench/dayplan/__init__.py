"""Figures of the day plan: `python -m bench.dayplan`."""
