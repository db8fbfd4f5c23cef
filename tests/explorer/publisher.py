"""Publishes an incident for each line that it reads into the database of the environment; prints how many there are."""

from __future__ import annotations

import sys
from datetime import date, timedelta


def publish() -> None:
    from django.db import transaction

    from tests.explorer.conftest import publish_world
    from tests.explorer.history import History
    from tests.explorer.strategies import BASES, PROVINCES

    history = History()
    with transaction.atomic():
        publish_world(history)
    for number, _line in enumerate(sys.stdin, start=1):
        with transaction.atomic():
            history.incident(
                f"IQ-{number:04}",
                base=BASES[number % len(BASES)],
                province=PROVINCES[0],
                occurred_from=date(2021, 1, 1) + timedelta(days=number),
                occurred_to=date(2021, 1, 1) + timedelta(days=number),
            )
        print(number, flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    publish()
