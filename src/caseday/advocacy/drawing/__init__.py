"""Options side by side on one page."""
