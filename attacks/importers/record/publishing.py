"""Takes loaded records through review to the public, as the loader's own identity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User

from attacks.choices import Proposal
from attacks.ledger.publish import publish_many
from attacks.models import Record, ReviewEvent, Revision

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
    """Brings the records into review by the steps that the review knows, in bulk."""
    for before, after in ((Proposal.NONE, Proposal.DRAFT), (Proposal.DRAFT, Proposal.IN_REVIEW)):
        by_model: dict[type[Record], list[Record]] = defaultdict(list)
        for record in records:
            if record.proposal == before:
                by_model[type(record)].append(record)
        for model, moved in by_model.items():
            model._default_manager.filter(pk__in=[record.pk for record in moved]).update(proposal=after)
            for record in moved:
                record.proposal = after
            ReviewEvent.objects.bulk_create(
                ReviewEvent(
                    record_type=record.record_type,
                    identifier=record.public_identifier,
                    from_proposal=before,
                    to_proposal=after,
                    made_by=by,
                )
                for record in moved
            )
