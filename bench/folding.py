"""Folds the figures every five seconds until it is ended: the load of `bench.reporting`."""

from __future__ import annotations

import time

import django

EVERY = 5.0


def main() -> None:
    """Without end."""
    django.setup()
    from django.utils import timezone

    from motcua.indicators.actions import fold_figures

    while True:
        fold_figures(at=timezone.now())
        time.sleep(EVERY)


if __name__ == "__main__":
    main()
