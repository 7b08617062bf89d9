"""Texts: the port to a gateway (`port`), and one file for each provider."""
