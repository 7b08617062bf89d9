"""Minutes as PDF."""
