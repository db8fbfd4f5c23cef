"""The actor page and the list of actors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from attacks.choices import ActorKind, AffiliationKind, Basis, Confidence, RecordType
from attacks.models import PublishedAffiliation, PublishedAttribution, PublishedIncident
from attacks.wording import formats
from dashboard import marks
from dashboard.records import words
from dashboard.records.edition import Edition, Ref
from dashboard.records.incidents import statement_rows
from dashboard.records.items import item_list
from dashboard.records.page import list_page, record_page

NEWEST = 25  # incidents and statements shown on the page of one actor; the rest is in Explore and the ledger


@list_page("actors", "records/actors.html")
def actors(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Every actor by kind, with how often it is named and on what basis."""
    rows = list(edition.rows(RecordType.ACTOR).order_by("name"))
    edition.keep(rows)
    counts = incidents_by_basis(edition)
    fronts = defaultdict(list)
    for link in _affiliations(edition).filter(kind=AffiliationKind.FRONT_FOR).order_by("parent"):
        fronts[link.version.public_id].append(edition.ref(RecordType.ACTOR, link.parent))
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        named = counts.get(row.public_id, {})
        groups[row.kind].append(
            {
                "row": row,
                "fronts": fronts[row.public_id],
                "counts": [named.get(basis, 0) for basis in Basis],
            }
        )
    return {
        "groups": [{"kind": kind, "rows": groups[kind]} for kind in ActorKind if groups[kind]],
        "bases_of_attribution": list(Basis),
        "total": len(rows),
    }


def incidents_by_basis(edition: Edition) -> dict[str, dict[str, int]]:
    """How many incidents name each actor, by basis; one incident counts once for each basis."""
    incidents = PublishedIncident.objects.as_of(edition.as_of).values("pk")
    rows = (
        PublishedAttribution.objects.filter(version__in=incidents)
        .values("actor", "basis")
        .annotate(count=Count("version", distinct=True))
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        counts[row["actor"]][row["basis"]] = row["count"]
    return counts


def _affiliations(edition: Edition) -> Any:
    rows = edition.rows(RecordType.ACTOR).values("pk")
    return PublishedAffiliation.objects.filter(version__in=rows).select_related("version")


@dataclass(frozen=True, slots=True)
class Tie:
    """One affiliation seen from one of its ends."""

    other: Ref
    kind: str
    words: str
    meaning: Any
    period: str
    confidence: str
    pips: Any
    sources: list[Ref]
    note: str
    needs_source: bool


# How an affiliation reads from the other end.
_BACK = {
    AffiliationKind.FRONT_FOR: gettext_lazy("Assessed fronts"),
    AffiliationKind.MEMBER_OF: gettext_lazy("Members"),
    AffiliationKind.PART_OF: gettext_lazy("Parts"),
    AffiliationKind.SPONSORED_BY: gettext_lazy("Sponsors"),
}


def _ties(edition: Edition, body: dict[str, Any], children: list[Any]) -> dict[str, list[dict[str, Any]]]:
    """Affiliations upwards (this actor's own) and downwards (others to it), by kind."""
    up: dict[str, list[Tie]] = defaultdict(list)
    down: dict[str, list[Tie]] = defaultdict(list)
    for row in body["affiliations"]:
        up[row["kind"]].append(_tie(edition, row, row["parent"]))
    for child in children:
        for row in child.body["affiliations"]:
            if row["parent"] == body["slug"]:
                down[row["kind"]].append(_tie(edition, row, child.public_id))
    return {
        "up": [{"kind": kind, "words": kind.label, "ties": up[kind]} for kind in AffiliationKind if up[kind]],
        "down": [{"kind": kind, "words": _BACK[kind], "ties": down[kind]} for kind in AffiliationKind if down[kind]],
    }


def _tie(edition: Edition, row: dict[str, Any], other: str) -> Tie:
    kind = AffiliationKind(row["kind"])
    ref = edition.ref(RecordType.ACTOR, other)
    assert ref is not None
    return Tie(
        other=ref,
        kind=str(kind),
        words=str(kind.label),
        meaning=kind.meaning,
        period=words.stretch(
            words.day_of(row["since"]),
            row["since_precision"],
            words.day_of(row["until"]),
            row["until_precision"],
            is_in_force=True,
        ),
        confidence=str(Confidence(row["confidence"]).label),
        pips=marks.pips(marks.CONFIDENCE_PIPS[row["confidence"]]),
        sources=edition.refs(RecordType.SOURCE, row["sources"]),
        note=row["note"],
        needs_source=row["needs_source"],
    )


@record_page(RecordType.ACTOR, "records/actor.html")
def actor(edition: Edition, version: Any) -> dict[str, Any]:
    body, slug = version.body, version.public_id
    children = list(edition.documents(RecordType.ACTOR).filter(affiliations__parent=slug).distinct().order_by("name"))
    edition.keep(children)
    named = edition.rows(RecordType.INCIDENT).filter(attributions__actor=slug)
    newest = list(named.distinct().order_by("-occurred_from", "-public_id")[:NEWEST])
    bases = _bases_of(edition, newest, slug)
    spoken = edition.documents(RecordType.STATEMENT).filter(speaker=slug).order_by("-issued_on", "-public_id")
    statements = list(spoken[:NEWEST])
    edition.keep(statements)
    edition.gather_for(body, *(child.body for child in children))
    edition.gather((RecordType.BASE, row.base) for row in newest if row.base)
    counts = incidents_by_basis(edition).get(slug, {})
    outlets = edition.documents(RecordType.OUTLET).filter(from_rev__document__body__partisan_for=slug).order_by("name")
    return {
        "description": formats.local(body["description"], body["description_ar"]),
        "title": words.local(body["name"], body["name_ar"]),
        "text": words.local(body["description"], body["description_ar"]),
        "country": words.country(body["country"]),
        "ties": _ties(edition, body, children),
        "counts": [{"basis": basis, "count": counts.get(basis, 0)} for basis in Basis if counts.get(basis)],
        "named_in": named.values("pk").distinct().count(),
        "incidents": [{"row": row, "bases": bases[row.pk]} for row in newest],
        "statements": statement_rows(edition, statements),
        "spoken": spoken.count(),
        "outlets": [Ref(RecordType.OUTLET, row.public_id, row, edition) for row in outlets],
        "sources": item_list(edition, body["sources"]),
    }


def _bases_of(edition: Edition, rows: list[Any], slug: str) -> dict[int, list[str]]:
    """On what bases each of these incidents names the actor, the firmest first."""
    found: dict[int, list[str]] = defaultdict(list)
    order = list(Basis)
    for version_id, basis in (
        PublishedAttribution.objects.filter(version__in=rows, actor=slug).values_list("version_id", "basis").distinct()
    ):
        found[version_id].append(basis)
    return defaultdict(
        list, {key: sorted(value, key=lambda basis: order.index(Basis(basis))) for key, value in found.items()}
    )
