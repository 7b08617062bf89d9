"""Two people write the same notes at once: nothing of either is lost."""


def joined(base: str, stored: str, typed: str) -> str:
    """What is kept when `typed` was written over `base`, while `stored` is what stands there now."""
    if stored in (base, typed) or stored in typed:
        return typed
    if typed == base or typed in stored:
        return stored
    if base and stored.startswith(base) and typed.startswith(base):
        return f"{stored}\n{typed[len(base) :].lstrip(chr(10))}"
    return f"{stored}\n{typed}" if stored else typed
