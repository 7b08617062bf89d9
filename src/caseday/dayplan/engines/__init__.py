"""Engines that make or better a plan of the day; plain Python. Those that need a big library import it in a process of
their own: import `choose` and `process` freely, `better`, `cpsat` and `routing` never from a page."""
