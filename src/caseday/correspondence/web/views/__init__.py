"""Views of correspondence, a file for what belongs together."""
