"""Whether a name or address is this very machine."""

import ipaddress


def is_this_machine(host: str) -> bool:
    """`host` without its port: "localhost", "127.0.0.1", "[::1]"."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def without_port(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host
