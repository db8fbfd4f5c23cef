"""The admin, one module per noun."""

from . import actors, bases, incidents, ledger, operations, people, reports, sources, statements, tallies

__all__ = [
    "actors", "bases", "incidents", "ledger", "operations", "people", "reports", "sources", "statements", "tallies",
]  # fmt: skip
