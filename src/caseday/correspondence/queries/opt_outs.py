"""Who wants nothing more, by address: known to the file or not."""

from caseday.correspondence.models import OptOut


def is_opted_out(address: str, channel: str) -> bool:
    """Whether STOP was said there and START not since. `address` as it is kept: E.164, or email in lower case."""
    return OptOut.objects.filter(address=address, channel=channel, ended_at=None).exists()


def opted_out_among(addresses: list[str], channel: str) -> frozenset[str]:
    """The same for many at once, in one query."""
    said = OptOut.objects.filter(address__in=addresses, channel=channel, ended_at=None)
    return frozenset(said.values_list("address", flat=True))
