"""In: the URL resolver. Out: every address of Caseday by name, with what its path asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    name: str
    parameters: tuple[str, ...]
    view: Any

    @property
    def app(self) -> str:
        return self.name.partition(":")[0] if ":" in self.name else ""

    def path(self, values: dict[str, Any]) -> str:
        return reverse(self.name, kwargs={name: values[name] for name in self.parameters})


def _walk(patterns: list[Any], prefix: str, parameters: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        own = (*parameters, *_parameters(pattern))
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, space, own)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{prefix}{pattern.name or pattern.lookup_str}", own, pattern.callback)


def _parameters(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    inner = pattern.pattern
    if converters := getattr(inner, "converters", None):
        return tuple(converters)
    return tuple(inner.regex.groupindex)


def every_address() -> list[Address]:
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda address: address.name)
