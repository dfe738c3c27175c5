"""Every address with its methods, read from the routes and never typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver

ALL: Final = "GET HEAD POST PUT PATCH DELETE OPTIONS"


def routes() -> dict[str, str]:
    """Name → methods of every page; the API has operations instead."""
    found: dict[str, str] = {}
    for pattern in _patterns(get_resolver().url_patterns):
        methods = _methods(pattern.callback)
        assert pattern.name, f"an address without a name: {pattern.pattern}"
        # One page may have two addresses, never two sets of methods.
        assert found.setdefault(pattern.name, methods) == methods
    return found


def _patterns(patterns: Any) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one
        elif isinstance(one, URLResolver) and not str(one.pattern).startswith("api/"):
            yield from _patterns(one.url_patterns)


def _methods(view: Callable[..., Any]) -> str:
    """What its decorators let through; all of them when none says."""
    inner: Any = view
    while inner is not None:
        for cell in getattr(inner, "__closure__", None) or ():
            if isinstance(cell.cell_contents, list | tuple) and "GET" in [
                *cell.cell_contents,
                "GET",
            ]:
                names = [str(name) for name in cell.cell_contents]
                if names and set(names) <= set(ALL.split()):
                    return " ".join(names)
        inner = getattr(inner, "__wrapped__", None)
    return ALL
