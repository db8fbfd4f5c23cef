"""How the record is made and counted, and the data dictionary: written from choices, models and documents."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from attacks import choices
from attacks.choices import RecordType
from attacks.exports.records import REVISIONS, TABLES
from attacks.models import LedgerHead, Revision
from attacks.models.accounts import REPORTED_FIELDS, reported_field_label
from attacks.wording import dictionary as fields
from attacks.wording import formats
from dashboard.records import words
from dashboard.records.edition import Edition
from dashboard.records.page import list_page

# Enumerations that the method explains, by the section that shows them.
SCALES = {
    "role": choices.Role,
    "evidence": choices.Evidence,
    "nexus": choices.UsNexus,
    "basis": choices.Basis,
    "confidence": choices.Confidence,
    "date_precision": choices.DatePrecision,
    "date_extent": choices.DateExtent,
    "location_precision": choices.LocationPrecision,
    "reliability": choices.Reliability,
    "affiliation": choices.AffiliationKind,
    "link": choices.LinkKind,
    "group": choices.CasualtyGroup,
    "coverage": choices.CoverageGrade,
    "event": choices.RevisionEvent,
}
PLURALS = {
    RecordType.INCIDENT: _("Incidents"),
    RecordType.STATEMENT: _("Statements"),
    RecordType.ACTOR: _("Actors"),
    RecordType.BASE: _("Bases"),
    RecordType.PROVINCE: _("Provinces"),
    RecordType.OUTLET: _("Outlets"),
    RecordType.SOURCE: _("Sources"),
    RecordType.TALLY: _("Published counts"),
    RecordType.COVERAGE: _("Coverage"),
}


@list_page("method", "records/method.html")
def method(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """What the record covers, how it counts, what its words mean, how to check it."""
    incidents = edition.rows(RecordType.INCIDENT)
    span = incidents.aggregate(
        first=Min("occurred_from"),
        last=Max("occurred_to"),
        total=Count("pk"),
        unsourced=Count("pk", filter=Q(needs_source=True)),
    )
    coverage = list(edition.documents(RecordType.COVERAGE).order_by("period_from", "public_id"))
    head = LedgerHead.objects.select_related("revision").first()
    return {
        "scales": SCALES,
        "statuses": list(choices.AttributionStatus),
        "span": span,
        "coverage": [
            {
                "period": formats.period(row.period_from, row.period_to),
                "scope": words.local(row.name),
                "grade": choices.CoverageGrade(row.grade),
                "note": words.local(row.body["note"]),
                "needs_source": row.needs_source,
            }
            for row in coverage
        ],
        "head": head.revision if head else None,
        "revisions": Revision.objects.filter(id__lte=edition.as_of).count(),
    }


@list_page("dictionary", "records/dictionary.html")
def dictionary(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Every field of every public document, and every column of the files."""
    return {
        "types": [
            {
                "type": record_type,
                "title": PLURALS[record_type],
                "fields": list(entries.values()),
                "columns": TABLES[record_type].columns,
            }
            for record_type, entries in fields.fields_by_type().items()
        ],
        "ledger": REVISIONS.columns,
        "reported": [(name, reported_field_label(name)) for name in REPORTED_FIELDS],
    }
