"""The one table of review transitions; the database trigger of migration 0002 is made from it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from attacks.choices import Proposal
from attacks.models import Record, ReviewEvent

# (from, to): what the step is called. Publishing is the ledger's step and happens nowhere else.
TRANSITIONS: dict[tuple[Proposal, Proposal], str] = {
    (Proposal.NONE, Proposal.DRAFT): "edit",
    (Proposal.DRAFT, Proposal.IN_REVIEW): "submit",
    (Proposal.IN_REVIEW, Proposal.DRAFT): "take_back",
    (Proposal.IN_REVIEW, Proposal.RETURNED): "return",
    (Proposal.RETURNED, Proposal.DRAFT): "edit",
    (Proposal.RETURNED, Proposal.IN_REVIEW): "submit",
    (Proposal.IN_REVIEW, Proposal.NONE): "publish",
}


class TransitionRefused(ValueError):
    """The review has no such step from where the record stands."""


def move(*, record: Record, to: Proposal, by: User, note: str = "") -> Record:
    """The record with its proposal moved to `to` and the step written down; raises TransitionRefused."""
    step = (Proposal(record.proposal), to)
    if step not in TRANSITIONS or to is Proposal.NONE:
        raise TransitionRefused(f"{record.public_identifier}: no step leads from {step[0]} to {to}")
    with transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(proposal=to)
        record.proposal = to
        ReviewEvent.objects.create(
            record_type=record.record_type,
            identifier=record.public_identifier,
            from_proposal=step[0],
            to_proposal=to,
            note=note,
            made_by=by,
        )
    return record


def submit(*, record: Record, by: User, note: str = "") -> Record:
    """The record, waiting for an editor."""
    return move(record=record, to=Proposal.IN_REVIEW, by=by, note=note)


def return_to_author(*, record: Record, by: User, note: str) -> Record:
    """The record, sent back with a note."""
    return move(record=record, to=Proposal.RETURNED, by=by, note=note)
