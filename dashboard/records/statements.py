"""The statement page and the ledger of statements."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.utils.translation import gettext as _

from attacks.choices import Channel, Confidence, RecordType, StatementKind
from attacks.wording import formats
from dashboard import marks, parameters
from dashboard.records import words
from dashboard.records.edition import Edition, Ref
from dashboard.records.incidents import statement_rows
from dashboard.records.items import item_list
from dashboard.records.lists import keyset
from dashboard.records.page import list_page, record_page

PER_PAGE = 50


@list_page("statements", "records/statements.html", known=("kind", "speaker", "year", "before"))
def statements(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Statements, newest first, by kind, speaker and year."""
    every = edition.documents(RecordType.STATEMENT)
    counts = every.order_by()
    speakers = dict(counts.values_list("speaker").annotate(count=Count("pk")))
    kinds = dict(counts.values_list("kind").annotate(count=Count("pk")))
    years = list(
        counts.annotate(year=ExtractYear("issued_on")).values("year").annotate(count=Count("pk")).order_by("-year")
    )
    edition.gather((RecordType.ACTOR, speaker) for speaker in speakers)
    kind = parameters.choice(
        request, "kind", StatementKind.values, _("one of: %(kinds)s") % {"kinds": ", ".join(StatementKind.values)}
    )
    speaker = parameters.choice(request, "speaker", speakers, _("the slug of an actor who speaks in the record"))
    year = parameters.number(request, "year", highest=9999)
    rows = every
    if kind:
        rows = rows.filter(kind=kind)
    if speaker:
        rows = rows.filter(speaker=speaker)
    if year:
        rows = rows.filter(issued_on__year=year)
    page = keyset(request, rows, date_field="issued_on", per_page=PER_PAGE)
    return {
        "page": page,
        "rows": statement_rows(edition, page.rows),
        "matching": rows.count(),
        "total": sum(kinds.values()),
        "kind": kind,
        "speaker": speaker,
        "year": year,
        "kinds": [
            {"value": each, "label": each.label, "count": kinds[each]} for each in StatementKind if each in kinds
        ],
        "speakers": sorted(
            (
                {"value": slug, "label": words.text_of(str(edition.ref(RecordType.ACTOR, slug))), "count": count}
                for slug, count in speakers.items()
            ),
            key=lambda option: str(option["label"]),
        ),
        "years": years,
        "is_filtered": bool(kind or speaker or year),
    }


@record_page(RecordType.STATEMENT, "records/statement.html")
def statement(edition: Edition, version: Any) -> dict[str, Any]:
    body, public_id = version.body, version.public_id
    others = edition.documents(RecordType.STATEMENT)
    retracted_by = list(others.filter(from_rev__document__body__contains={"retracts": [public_id]}))
    contradicted_by = list(others.filter(from_rev__document__body__contains={"contradicts": [public_id]}))
    edition.keep([*retracted_by, *contradicted_by])
    edition.gather_for(body)
    kind = StatementKind(body["kind"])
    incidents = [ref.version for ref in edition.refs(RecordType.INCIDENT, body["incidents"]) if ref.version]
    return {
        "description": formats.local(body["paraphrase"], body["paraphrase_ar"]),
        "kind": kind,
        "speaker": edition.ref(RecordType.ACTOR, body["speaker"]),
        "addressee": edition.ref(RecordType.ACTOR, body["addressee"]),
        "spokesperson": words.listed(
            words.local(part) for part in (body["spokesperson_name"], body["spokesperson_role"]) if part
        ),
        "day": formats.with_precision(version.issued_on, version.issued_on_precision),
        "precision": words.date_precision(body["issued_on_precision"]),
        "channel": Channel(body["channel"]),
        "paraphrase": words.local(body["paraphrase"], body["paraphrase_ar"]),
        "condition": words.local(body["condition"]),
        "quote": words.in_language(body["quote"], body["language"]) if body["quote"] else "",
        "confidence": Confidence(body["confidence"]).label,
        "confidence_pips": marks.pips(marks.CONFIDENCE_PIPS[body["confidence"]]),
        "incidents": sorted(incidents, key=lambda row: (row.occurred_from, row.public_id)),
        "relations": [
            {"label": label, "refs": refs}
            for label, refs in (
                (_("Takes back"), edition.refs(RecordType.STATEMENT, body["retracts"])),
                (_("Taken back by"), _refs(edition, retracted_by)),
                (_("Contradicts"), edition.refs(RecordType.STATEMENT, body["contradicts"])),
                (_("Contradicted by"), _refs(edition, contradicted_by)),
            )
            if refs
        ],
        "sources": item_list(edition, body["sources"]),
    }


def _refs(edition: Edition, rows: list[Any]) -> list[Ref]:
    return [Ref(RecordType.STATEMENT, row.public_id, row, edition) for row in rows]
