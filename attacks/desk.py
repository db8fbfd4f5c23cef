"""What waits for a member of staff: the queue on the first page of the admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from attacks.choices import Proposal
from attacks.models import Record
from attacks.permissions import is_editor

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """One queue: `records` are the first of `total`, longest waiting first."""

    title: str
    records: list[Record]
    total: int


def waiting(user: User) -> list[Waiting]:
    """The queues of this person that hold something, most urgent first, of the types that they may see."""
    queues: list[tuple[str, Q]] = []
    if is_editor(user):
        queues.append((_("In review, for you to judge"), Q(proposal=Proposal.IN_REVIEW) & ~Q(changed_by=user)))
    queues += [
        (_("Returned to you"), Q(proposal=Proposal.RETURNED, held_by=user)),
        (_("Your drafts"), Q(proposal=Proposal.DRAFT, held_by=user)),
        (_("Yours, waiting for an editor"), Q(proposal=Proposal.IN_REVIEW, changed_by=user)),
    ]
    found = [_queue(user, title, rule) for title, rule in queues]
    return [queue for queue in found if queue.total]


def _queue(user: User, title: str, rule: Q) -> Waiting:
    records: list[Any] = []
    total = 0
    for model in Record.__subclasses__():
        if user.has_perm(f"attacks.view_{model._meta.model_name}"):
            chosen = model._default_manager.filter(rule)
            total += chosen.count()
            heavy = [field.name for field in model._meta.concrete_fields if field.name == "boundary"]
            records += chosen.select_related("held_by", "changed_by").defer(*heavy).order_by("changed_at")[:SHOWN]
    records.sort(key=lambda record: record.changed_at)
    return Waiting(title, records[:SHOWN], total)
