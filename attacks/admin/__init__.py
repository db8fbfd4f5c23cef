"""The admin, one module per noun."""

from . import ledger, operations

__all__ = ["ledger", "operations"]
