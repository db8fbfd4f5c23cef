"""Columns of lists that more than one noun shows: where a record stands, and counts of what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from attacks.choices import Proposal, PublicState
from attacks.models import Record, Revision


def count_of(model: type[Model], path: str, of: str = "pk") -> Coalesce:
    """How many rows of `model` lead back by `path`; a subquery, so that several counts don't multiply."""
    rows = model._default_manager.order_by().filter(**{path: OuterRef("pk")})
    counted = rows.values(path).annotate(number=Count(of, distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def number(name: str, label: Any) -> Callable[[Any, Any], int]:
    """A sortable column for an annotation of the list."""

    @admin.display(description=label, ordering=name)
    def column(self: Any, record: Any) -> int:
        return getattr(record, name)

    return column


def with_revision(queryset: QuerySet) -> QuerySet:
    """`queryset` with the number of each record's newest revision as `revision_number`, null without any."""
    model: type[Record] = queryset.model
    own = Revision.objects.filter(record_type=model.record_type, public_id=OuterRef(model.identifier_field))
    return queryset.annotate(revision_number=Subquery(own.order_by("-number").values("number")[:1]))


def standing(record: Any) -> list[tuple[str, str]]:
    """(code, words) for each badge: what the public sees, then where an edit stands."""
    badges = []
    if record.public_state != PublicState.NONE:
        words = _("%(state)s, revision %(number)s") % {
            "state": record.get_public_state_display(),
            "number": record.revision_number,
        }
        badges.append((record.public_state, words))
    if record.proposal != Proposal.NONE:
        is_edit = record.public_state != PublicState.NONE
        stage = record.get_proposal_display()
        badges.append((record.proposal, _("edit: %(stage)s") % {"stage": stage} if is_edit else stage))
    return badges


def badges(record: Any) -> SafeString:
    """The standing as marks for a list or a page."""
    made = SafeString("")
    for code, words in standing(record):
        made += format_html('<span class="badge badge-{}">{}</span> ', code, words)
    return made
