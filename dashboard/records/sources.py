"""The pages of sources and outlets, and the list of sources."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from attacks.choices import OutletKind, RecordType, Reliability
from dashboard import parameters
from dashboard.records import words
from dashboard.records.edition import Edition, Ref
from dashboard.records.items import item_list
from dashboard.records.lists import numbered
from dashboard.records.page import list_page, record_page

PER_PAGE = 100


@list_page("sources", "records/sources.html", known=("q", "outlet", "page"))
def sources(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Sources, newest first, by outlet or words of title and address."""
    query = parameters.text(request, "q")
    outlets = list(edition.rows(RecordType.OUTLET).order_by("name"))
    edition.keep(outlets)
    counts = dict(edition.rows(RecordType.SOURCE).order_by().values_list("outlet").annotate(count=Count("pk")))
    outlet = parameters.choice(request, "outlet", {row.public_id for row in outlets}, _("the slug of an outlet"))
    rows = edition.documents(RecordType.SOURCE).order_by(F("published_on").desc(nulls_last=True), "public_id")
    if outlet:
        rows = rows.filter(outlet=outlet)
    if query:
        named = [row.public_id for row in outlets if query.casefold() in f"{row.name} {row.name_ar}".casefold()]
        rows = rows.filter(Q(name__icontains=query) | Q(url__icontains=query) | Q(outlet__in=named))
    page, around = numbered(request, rows, per_page=PER_PAGE)
    edition.keep(page.object_list)
    return {
        "page": page,
        "around": around,
        "items": _in_order(edition, page.object_list),
        "query": query,
        "outlet": outlet,
        "outlets": [
            {"row": row, "count": counts.get(row.public_id, 0)}
            for row in outlets
            if row.public_id in counts or row.public_id == outlet
        ],
        "total": sum(counts.values()),
    }


def _in_order(edition: Edition, rows: Any) -> list[Any]:
    by_id = {item.ref.public_id: item for item in item_list(edition, [row.public_id for row in rows]).items}
    return [by_id[row.public_id] for row in rows]


@record_page(RecordType.SOURCE, "records/source.html")
def source(edition: Edition, version: Any) -> dict[str, Any]:
    body, slug = version.body, version.public_id
    edition.gather_for(body)
    (item,) = item_list(edition, [slug]).items
    return {
        "description": words.text_of(item.title_words),
        "item": item,
        "outlet": edition.ref(RecordType.OUTLET, body["outlet"]),
        "language": words.language_name(body["language"]) if body["language"] else "",
        "precision": words.date_precision(body["published_on_precision"]) if body["published_on"] else "",
        **resting_on(edition, slug),
    }


def resting_on(edition: Edition, slug: str) -> dict[str, Any]:
    """Everything that names this source."""
    document = "from_rev__document__body__contains"

    def refs(record_type: RecordType, *conditions: dict[str, Any]) -> list[Ref]:
        clause = Q()
        for condition in conditions:
            clause |= Q(**{document: condition})
        rows = list(edition.documents(record_type).filter(clause).order_by("name"))
        return [Ref(record_type, row.public_id, row, edition) for row in rows]

    incidents = edition.rows(RecordType.INCIDENT).filter(
        Q(sources__contains=[slug]) | Q(**{document: {"attributions": [{"source": slug}]}})
    )
    statements = list(
        edition.documents(RecordType.STATEMENT).filter(sources__contains=[slug]).order_by("issued_on", "public_id")
    )
    edition.keep(statements)
    edition.gather_names()
    return {
        "incidents": list(incidents.order_by("occurred_from", "public_id")),
        "statements": [Ref(RecordType.STATEMENT, row.public_id, row, edition) for row in statements],
        "actors": refs(RecordType.ACTOR, {"sources": [slug]}, {"affiliations": [{"sources": [slug]}]}),
        "bases": refs(RecordType.BASE, {"presences": [{"source": slug}]}),
        "tallies": refs(RecordType.TALLY, {"source": slug}, {"further_sources": [slug]}),
    }


@record_page(RecordType.OUTLET, "records/outlet.html")
def outlet(edition: Edition, version: Any) -> dict[str, Any]:
    body, slug = version.body, version.public_id
    own = edition.documents(RecordType.SOURCE).filter(outlet=slug)
    rows = list(own.order_by(F("published_on").desc(nulls_last=True), "public_id")[:PER_PAGE])
    repeats = edition.documents(RecordType.SOURCE).filter(
        Q(from_rev__document__body__origin=slug) | Q(from_rev__document__body__contains={"other_origins": [slug]})
    )
    repeated = list(repeats.order_by(F("published_on").desc(nulls_last=True), "public_id")[:PER_PAGE])
    tallies = list(
        edition.rows(RecordType.TALLY)
        .filter(from_rev__document__body__contains={"issuer": {"outlet": slug}})
        .order_by("-period_to")
    )
    edition.keep([*rows, *repeated])
    edition.gather_for(body)
    grade = Reliability(body["reliability"]) if body["reliability"] else None
    return {
        "description": body["note"],
        "title": words.local(body["name"], body["name_ar"]),
        "kind": OutletKind(body["kind"]),
        "country": words.country(body["country"]),
        "languages": words.listed(words.language_name(code) for code in body["languages"]),
        "grade": grade,
        "grade_words": grade.meaning if grade else _("Not graded"),
        "partisan_for": edition.ref(RecordType.ACTOR, body["partisan_for"]),
        "items": _in_order(edition, rows),
        "item_count": own.count(),
        "repeated": _in_order(edition, repeated),
        "repeated_count": repeats.count(),
        "tallies": tallies,
    }
