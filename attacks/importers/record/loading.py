"""Loads the record, all or nothing: working records, review and ledger in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from attacks.ledger.identity import RECORD_LOADER, system_identity
from attacks.models import Record, Revision

from .publishing import publish
from .reading import RecordFiles
from .rows import rows
from .writing import Writer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load came to."""

    created: list[Record]
    changed: list[Record]
    kept: list[Record]  # differ from the YAML, but were last edited by somebody else or withdrawn; left as they are
    removed: list[Record]  # no longer in the YAML; left as they are
    revisions: list[Revision]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.created or self.changed or self.revisions)


def load(record: RecordFiles, *, progress: Callable[[int], Any] | None = None) -> Outcome:
    """What was created, changed and published. `progress` hears of each record that is written and each published."""
    with transaction.atomic():
        loader = system_identity(RECORD_LOADER)
        written = Writer(loader=loader, progress=progress).write(rows(record))
        revisions = publish(created=written.created, changed=written.changed, loader=loader, progress=progress)
    return Outcome(written.created, written.changed, written.kept, written.removed, revisions)
