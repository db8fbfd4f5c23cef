"""Takes loaded records through review to the public, as the loader's own identity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User

from attacks.choices import Proposal
from attacks.ledger.publish import publish_many
from attacks.ledger.review import move
from attacks.models import Record, Revision

FIRST_NOTE = "Loaded from the curated record."
NEXT_NOTE = "Corrected in the curated record."


def publish(
    *, created: list[Record], changed: list[Record], loader: User, progress: Callable[[int], Any] | None = None
) -> list[Revision]:
    """The revisions made; the caller holds the transaction. Records whose public face is the same get none."""
    submit(records=[*created, *changed], by=loader)
    # New records first: a changed one may refer to them.
    made = publish_many(records=created, editor=loader, note=FIRST_NOTE, progress=progress) if created else []
    return made + (publish_many(records=changed, editor=loader, note=NEXT_NOTE, progress=progress) if changed else [])


def submit(*, records: list[Record], by: User) -> None:
    """Brings the records into review by the steps that the review knows."""
    for before, after in ((Proposal.NONE, Proposal.DRAFT), (Proposal.DRAFT, Proposal.IN_REVIEW)):
        move(records=[record for record in records if record.proposal == before], to=after, by=by)
