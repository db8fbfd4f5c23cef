"""The one table of review transitions; the database trigger of migration 0002 is made from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from attacks.choices import Proposal
from attacks.copying import copy_rows
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


def move(*, records: Sequence[Record], to: Proposal, by: User, note: str = "") -> None:
    """Moves the proposals of these records to `to` and writes the steps down, all or none.

    Raises TransitionRefused, before anything is written, for a step that the table lacks or that only the ledger takes.
    """
    for record in records:
        step = (Proposal(record.proposal), to)
        if step not in TRANSITIONS or to is Proposal.NONE:
            quoted = {"record": record.public_identifier, "before": step[0].label, "after": to.label}
            raise TransitionRefused(
                _("%(record)s: no step of the review leads from “%(before)s” to “%(after)s”.") % quoted
            )
    with transaction.atomic():
        for model, keys in keys_by_model(records).items():
            model._default_manager.filter(pk__in=keys).update(proposal=to)
        write_down(records=records, to=to, by=by, note=note)
    for record in records:
        record.proposal = to


def write_down(*, records: Sequence[Record], to: Proposal, by: User, note: str = "") -> None:
    """Appends one review event for each record, from where it stands to `to`."""
    steps = [
        {
            "record_type": record.record_type,
            "identifier": record.public_identifier,
            "from_proposal": record.proposal,
            "to_proposal": to,
            "note": note,
            "made_by_id": by.pk,
        }
        for record in records
    ]
    copy_rows(ReviewEvent, steps)


def keys_by_model(records: Iterable[Record]) -> dict[type[Record], list[int]]:
    """Primary keys of the records, by model."""
    keys: dict[type[Record], list[int]] = defaultdict(list)
    for record in records:
        keys[type(record)].append(record.pk)
    return keys


def submit(*, record: Record, by: User, note: str = "") -> Record:
    """The record, waiting for an editor."""
    move(records=[record], to=Proposal.IN_REVIEW, by=by, note=note)
    return record


def return_to_author(*, record: Record, by: User, note: str) -> Record:
    """The record, sent back with a note."""
    move(records=[record], to=Proposal.RETURNED, by=by, note=note)
    return record


def mark_edited(*, record: Record, by: User) -> Record:
    """The record, whose content was just changed, as an edit of that person: a draft, unless it is in review.

    Who corrects what is in review does not take it from the one who works on it, but can no longer publish it.
    """
    with transaction.atomic():
        changes = {"changed_by": by, "changed_at": timezone.now(), "edit_number": F("edit_number") + 1}
        if record.proposal != Proposal.IN_REVIEW:
            changes["held_by"] = by
        type(record)._default_manager.filter(pk=record.pk).update(**changes)
        if record.proposal in (Proposal.NONE, Proposal.RETURNED):
            move(records=[record], to=Proposal.DRAFT, by=by)
    record.refresh_from_db(fields=[*changes, "proposal"])
    return record


def take_over(*, record: Record, by: User, note: str) -> Record:
    """The record, from now on worked on by `by`; the one who held it finds the note in its history."""
    with transaction.atomic():
        write_down(records=[record], to=Proposal(record.proposal), by=by, note=note)
        type(record)._default_manager.filter(pk=record.pk).update(held_by=by)
    record.held_by = by
    return record
