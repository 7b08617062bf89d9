"""In: what is typed after `caseday`.
Out: calls of the apps' actions and queries, words for the terminal, and an exit code.
"""

from caseday.cli.program import main

__all__ = ["main"]
