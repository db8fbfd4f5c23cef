"""The typed rows of the published projection: made from documents alone, written with the revision, rebuildable."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db.models import Model

from attacks import models
from attacks.attribution import attribution_status
from attacks.choices import CasualtyGroup, LinkKind, RecordType, RevisionEvent
from attacks.copying import copy_objects
from attacks.models import Revision, Version
from attacks.search import fold

Body = dict[str, Any]

VERSIONS: dict[RecordType, type[Version]] = {
    model.record_type: model
    for model in (
        models.PublishedProvince,
        models.PublishedBase,
        models.PublishedActor,
        models.PublishedOutlet,
        models.PublishedSource,
        models.PublishedIncident,
        models.PublishedStatement,
        models.PublishedTally,
        models.PublishedCoverage,
    )
}
# Events after which the version before is no longer public; after the first two, a new one is.
OPENING = (RevisionEvent.PUBLISHED, RevisionEvent.CORRECTED)
CLOSING = (*OPENING, RevisionEvent.RETRACTED, RevisionEvent.MERGED)


def write(revisions: list[Revision], bodies: list[Body]) -> None:
    """Brings the projection up to these new revisions: closes the versions they replace, opens the new ones.

    `revisions` and `bodies` run in parallel, at most one per record. Called inside the transaction that appends them.
    """
    by_type: dict[RecordType, list[tuple[Revision, Body]]] = defaultdict(list)
    for revision, body in zip(revisions, bodies, strict=True):
        if revision.event in CLOSING:
            by_type[RecordType(revision.record_type)].append((revision, body))
    for record_type, pairs in by_type.items():
        close(VERSIONS[record_type], {revision.public_id: revision.id for revision, _ in pairs})
        insert(version_of(revision, body) for revision, body in pairs if revision.event in OPENING)


def close(model: type[Version], replaced: dict[str, int]) -> None:
    """Ends the current versions of these public ids at the given revisions."""
    versions = list(model.objects.current().filter(public_id__in=list(replaced)).only("pk", "public_id", "to_rev"))
    for version in versions:
        version.to_rev = replaced[version.public_id]
    model.objects.bulk_update(versions, ["to_rev"], batch_size=1000)


def insert(versions: Iterable[Version]) -> None:
    """Stores versions and their rows."""
    by_model: dict[type[Model], list[Version]] = defaultdict(list)
    for version in versions:
        by_model[type(version)].append(version)
    for rows in by_model.values():
        copy_objects(rows)
        children: dict[type[Model], list[Model]] = defaultdict(list)
        for row in rows:
            for child in row.children:  # type: ignore[attr-defined]
                child.version = row
                children[type(child)].append(child)
        for made in children.values():
            copy_objects(made)


def version_of(revision: Revision, body: Body, to_rev: int | None = None) -> Version:
    """The typed row of a revision, unsaved, with its own rows in `children`."""
    record_type = RecordType(revision.record_type)
    columns, children = _COLUMNS[record_type](body)
    version = VERSIONS[record_type](
        public_id=revision.public_id,
        from_rev_id=revision.id,
        to_rev=to_rev,
        needs_source=body["needs_source"],
        **columns,
    )
    version.children = children  # type: ignore[attr-defined]
    return version


# Columns by record type -----------------------------------------------------------------------------------------------

Columns = tuple[dict[str, Any], list[Model]]


def _point(value: list[float] | None) -> Point | None:
    return Point(value[0], value[1], srid=4326) if value else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _names(body: Body) -> dict[str, Any]:
    return {"name": body["name"], "name_ar": body["name_ar"]}


def _folded(*texts: str | None) -> str:
    return fold(" ".join(text for text in texts if text))


def _province(body: Body) -> Columns:
    shape = GEOSGeometry(json.dumps(body["boundary"]), srid=4326)
    boundary = shape if isinstance(shape, MultiPolygon) else MultiPolygon(shape, srid=4326)
    extra = {"name_ku": body["name_ku"], "boundary": boundary, "is_approximate": body["is_approximate"]}
    return {**_names(body), **extra}, []


def _base(body: Body) -> Columns:
    return {
        **_names(body),
        **{name: body[name] for name in ("kind", "aliases", "location_precision", "country")},
        "location": _point(body["location"]),
        "province": body["province"] or "",
        "search_text": _folded(body["name"], body["name_ar"], body["name_ku"], *body["aliases"]),
    }, []


def _actor(body: Body) -> Columns:
    affiliations: list[Model] = [
        models.PublishedAffiliation(
            parent=row["parent"],
            kind=row["kind"],
            since=_day(row["since"]),
            until=_day(row["until"]),
            confidence=row["confidence"],
        )
        for row in body["affiliations"]
    ]
    return {
        **_names(body),
        **{name: body[name] for name in ("kind", "aliases", "country")},
        "search_text": _folded(body["name"], body["name_ar"], body["name_ku"], *body["aliases"]),
    }, affiliations


def _outlet(body: Body) -> Columns:
    return {**_names(body), "kind": body["kind"], "reliability": body["reliability"]}, []


def _source(body: Body) -> Columns:
    return {
        "name": body["title"],
        "outlet": body["outlet"],
        "published_on": _day(body["published_on"]),
        "url": body["url"] or "",
    }, []


def _statement(body: Body) -> Columns:
    spokesperson = (body["spokesperson_name"], body["spokesperson_role"])
    return {
        "name": body["paraphrase"],
        "name_ar": body["paraphrase_ar"],
        **{name: body[name] for name in ("speaker", "kind", "issued_on_precision", "incidents", "sources")},
        "issued_on": _day(body["issued_on"]),
        "search_text": _folded(
            body["public_id"], body["paraphrase"], body["paraphrase_ar"], body["condition"], *spokesperson
        ),
    }, []


def _tally(body: Body) -> Columns:
    return {
        "name": body["scope"],
        "period_from": _day(body["period_from"]),
        "period_to": _day(body["period_to"]),
    }, []


def _coverage(body: Body) -> Columns:
    return {
        "name": body["scope"],
        "grade": body["grade"],
        "period_from": _day(body["period_from"]),
        "period_to": _day(body["period_to"]),
    }, []


def _incident(body: Body) -> Columns:
    attributions: list[Model] = [
        models.PublishedAttribution(actor=row["actor"], basis=row["basis"], confidence=row["confidence"])
        for row in body["attributions"]
    ]
    names = (
        "role", "kind", "also_kinds", "date_extent", "date_precision", "time_note", "location_precision", "place_name",
        "place_name_ar", "country", "target_kind", "us_nexus", "evidence", "attack_count", "is_foiled", "sources",
    )  # fmt: skip
    launch = body["launch"] or {}
    barrage = [link["to"] for link in body["links"] if link["kind"] == LinkKind.SAME_BARRAGE]
    return {
        "name": body["title"],
        "name_ar": body["title_ar"],
        **{name: body[name] for name in names},
        "occurred_from": _day(body["occurred_from"]),
        "occurred_to": _day(body["occurred_to"]),
        "first_reported_on": _day(body["first_reported_on"]),
        "time_from": time.fromisoformat(body["time_from"]) if body["time_from"] else None,
        "location": _point(body["location"]),
        "base": body["base"] or "",
        "province": body["province"] or "",
        "launch_province": launch.get("province") or "",
        "attribution_status": attribution_status(body["attributions"]),
        "possible_duplicate_of": body["possible_duplicate_of"] or "",
        "weapons": sorted({row["weapon"] for row in body["munitions"]}),
        **_sums("fired", [row["fired"] for row in body["munitions"]]),
        **_casualties(body["casualties"]),
        "barrage": min(body["public_id"], *barrage) if barrage else "",
        "search_text": _folded(
            body["public_id"], body["title"], body["title_ar"], body["summary"], body["summary_ar"],
            body["place_name"], body["place_name_ar"], body["target_name"], launch.get("place"),
        ),
    }, attributions  # fmt: skip


def _sums(name: str, ranges: list[list[int | None] | None]) -> dict[str, int | None]:
    """Low and high summed over the rows that report; null where none does, an open high stays null."""
    known = [row for row in ranges if row is not None]
    lows = [low for low, _ in known if low is not None]
    highs = [high for _, high in known]
    return {
        f"{name}_low": sum(lows) if lows else None,
        f"{name}_high": sum(high for high in highs if high is not None) if highs and None not in highs else None,
    }


def _casualties(rows: list[Body]) -> dict[str, Any]:
    """Sums over the groups that exclude each other; where none of them reports, the report about everybody."""
    columns: dict[str, Any] = {}
    for name in ("killed", "wounded"):
        groups = [row[name] for row in rows if row["group"] != CasualtyGroup.ALL and row[name] is not None]
        everybody = [row[name] for row in rows if row["group"] == CasualtyGroup.ALL]
        columns |= _sums(name, groups or everybody)
    indirect = [row["killed"] for row in rows if row["is_indirect"]]
    columns |= _sums("killed_indirectly", indirect)
    columns["casualty_groups"] = sorted(
        {
            row["group"]
            for row in rows
            if any(high or low for low, high in (row["killed"] or (0, 0), row["wounded"] or (0, 0)))
        }
    )
    return columns


_COLUMNS: dict[RecordType, Callable[[Body], Columns]] = {
    RecordType.PROVINCE: _province,
    RecordType.BASE: _base,
    RecordType.ACTOR: _actor,
    RecordType.OUTLET: _outlet,
    RecordType.SOURCE: _source,
    RecordType.INCIDENT: _incident,
    RecordType.STATEMENT: _statement,
    RecordType.TALLY: _tally,
    RecordType.COVERAGE: _coverage,
}
