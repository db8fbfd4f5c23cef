"""Loads the curated YAML record: read and checked first (`reading`), then written and published in one transaction.

reading  -> values, schema, checks    the YAML, typed; every problem at once; no database
rows     -> incidents                 what each entry becomes, references by name
loading  -> writing, publishing       working records in bulk, then the ledger
"""

from .loading import Outcome, load
from .reading import Problem, RecordFiles, RecordRefused, read

__all__ = ["Outcome", "Problem", "RecordFiles", "RecordRefused", "load", "read"]
