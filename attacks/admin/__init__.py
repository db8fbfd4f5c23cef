"""The admin, one module per noun."""

from . import actors, bases, incidents, jobs, ledger, operations, reports, sources, statements, tallies

__all__ = [
    "actors",
    "bases",
    "incidents",
    "jobs",
    "ledger",
    "operations",
    "reports",
    "sources",
    "statements",
    "tallies",
]
