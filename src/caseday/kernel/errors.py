"""What can go wrong, in three kinds that every interface (page, command line, import) turns into its own words."""

from collections.abc import Mapping


class NotFound(Exception):
    """There is no such thing, or the viewer may not know that there is (404)."""


class Refused(Exception):
    """The viewer sees the thing, but may not do this; the message says what to do instead (403)."""


class Invalid(Exception):
    """Input that cannot be taken: field name to a sentence that says what to do; "" for the whole (422)."""

    def __init__(self, problems: Mapping[str, str] | str) -> None:
        self.problems: dict[str, str] = {"": problems} if isinstance(problems, str) else dict(problems)
        super().__init__("; ".join(self.problems.values()))
