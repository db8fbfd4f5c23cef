"""The admin, one module per noun."""

from . import jobs, ledger, operations

__all__ = ["jobs", "ledger", "operations"]
