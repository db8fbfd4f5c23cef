"""The same questions asked of PostgreSQL without the explorer's code: what its answers must equal."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from attacks.explorer.filters import Filter
from attacks.models import PublishedActor, PublishedAttribution, PublishedBase, PublishedIncident
from attacks.search import fold

# Who is named on a basis, firmly enough, or stands under somebody by affiliations of one kind on the day.
_NAMED = """
    WITH RECURSIVE edge AS (
        SELECT n.public_id AS actor, f.parent, coalesce(f.since, '-infinity') AS since,
            coalesce(f.until, 'infinity') AS until
        FROM attacks_publishedaffiliation f JOIN attacks_publishedactor n ON n.id = f.version_id
        WHERE f.kind = %s AND f.confidence = ANY (%s)
            AND n.from_rev_id <= %s AND (n.to_rev IS NULL OR n.to_rev > %s)
    ), behind AS (
        SELECT actor, parent, since, until FROM edge
        UNION SELECT b.actor, e.parent, greatest(b.since, e.since), least(b.until, e.until)
        FROM behind b JOIN edge e ON e.actor = b.parent WHERE greatest(b.since, e.since) <= least(b.until, e.until)
    )
    SELECT i.id FROM attacks_publishedincident i JOIN attacks_publishedattribution a ON a.version_id = i.id
    WHERE a.basis = ANY (%s) AND a.confidence = ANY (%s) AND (a.actor = %s OR EXISTS (
        SELECT 1 FROM behind WHERE behind.actor = a.actor AND behind.parent = %s
            AND i.occurred_from BETWEEN behind.since AND behind.until
    ))
"""
_FIRM = {"low": ["low", "moderate", "high"], "moderate": ["moderate", "high"], "high": ["high"]}


def signed(values: tuple[str, ...], default: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    """(asked for, left out): what is only left out is taken from the default."""
    asked = [value for value in values if value[0] != "-"]
    left_out = [value[1:] for value in values if value[0] == "-"]
    return asked or [value for value in default if value not in left_out], left_out


def matching(query: Filter, watermark: int) -> QuerySet:
    """The versions that match, as public at a watermark."""
    found = PublishedIncident.objects.as_of(watermark)
    if query.since:
        found = found.filter(occurred_to__gte=query.since)
    if query.until:
        found = found.filter(occurred_from__lte=query.until)

    def keep(values: tuple[str, ...], has: Callable[[list[str]], Q], default: tuple[str, ...] = ()) -> None:
        nonlocal found
        asked, left_out = signed(values, default)
        if asked or default:
            found = found.filter(has(asked) if asked else Q(pk__in=[]))
        if left_out:
            found = found.exclude(pk__in=PublishedIncident.objects.filter(has(left_out)).values("pk"))

    for column, values in {
        "role": query.role, "province": query.province, "base": query.base, "country": query.country,
        "launch_province": query.launch_province, "attribution_status": query.status, "target_kind": query.target,
        "location_precision": query.precision, "date_precision": query.date_precision,
    }.items():  # fmt: skip
        keep(values, lambda chosen, column=column: Q(**{f"{column}__in": chosen}))
    keep(query.evidence, lambda chosen: Q(evidence__in=chosen), Filter().evidence)
    keep(query.nexus, lambda chosen: Q(us_nexus__in=chosen), Filter().nexus)
    keep(query.kind, lambda chosen: Q(kind__in=chosen) | Q(also_kinds__overlap=chosen))
    keep(query.weapon, lambda chosen: Q(weapons__overlap=chosen))
    keep(
        query.casualties,
        lambda chosen: (
            Q(casualty_groups__overlap=chosen) | (~Q(casualty_groups=[]) if "any" in chosen else Q(pk__in=[]))
        ),
    )
    if query.foiled == "without":
        found = found.filter(is_foiled=False)
    if query.duplicates == "without":
        found = found.filter(possible_duplicate_of="")
    found = _attributed(found, query, watermark)
    for shape in (query.area, query.near):
        if shape:
            found = found.filter(pk__in=_inside(query, shape, watermark))
    for word in fold(query.q).split():
        bases = PublishedBase.objects.as_of(watermark).filter(search_text__contains=word).values("public_id")
        actors = PublishedActor.objects.as_of(watermark).filter(search_text__contains=word).values("public_id")
        named = PublishedAttribution.objects.filter(actor__in=actors).values("version_id")
        found = found.filter(Q(search_text__contains=word) | Q(base__in=bases) | Q(pk__in=named))
    return found


def _attributed(found: QuerySet, query: Filter, watermark: int) -> QuerySet:
    bases, firm = signed(query.basis, Filter().basis)[0], _FIRM[query.confidence]
    on_basis = PublishedAttribution.objects.filter(basis__in=bases, confidence__in=firm).values("version_id")

    def named(kind: str, actors: list[str]) -> Q:
        wanted = Q(pk__in=[])
        for actor in actors:
            if actor == "none":
                wanted |= ~Q(pk__in=on_basis)
                continue
            edges = (kind, _FIRM[query.affiliation_confidence], watermark, watermark)
            wanted |= Q(pk__in=RawSQL(_NAMED, (*edges, bases, firm, actor, actor)))
        return wanted

    by_brand = query.actor_by == "brand"
    for values, kind in (
        (query.actor, "no such kind" if by_brand else "front_for"),
        (query.umbrella, "member_of"),
        (query.sponsor, "sponsored_by"),
    ):
        asked, left_out = signed(values)
        if asked:
            found = found.filter(named(kind, asked))
        if left_out:
            found = found.filter(~named(kind, left_out))
    if not signed(query.actor)[0] and (query.basis != Filter().basis or query.confidence != "low"):
        found = found.filter(pk__in=on_basis)
    return found


def point(record: PublishedIncident, bases: dict[str, Any]) -> Any:
    """Where a record stands for an area: its base, or its own point unless that means a whole province."""
    if record.base and bases.get(record.base):
        return bases[record.base]
    return None if not record.base and record.location_precision == "province" else record.location


def base_points(watermark: int) -> dict[str, Any]:
    return {base.public_id: base.location for base in PublishedBase.objects.as_of(watermark)}


def _inside(query: Filter, shape: Any, watermark: int) -> list[int]:
    """Record by record: by ray casting for an area, by the length of a great circle for a distance."""
    bases, found = base_points(watermark), []
    for record in PublishedIncident.objects.as_of(watermark):
        here = point(record, bases)
        if here is None:
            continue
        if shape is query.area and _is_in_ring(here.x, here.y, query.area or ()):
            found.append(record.pk)
        if shape is query.near and shape is not query.area and _distance(here, shape[0], shape[1]) <= shape[2]:
            found.append(record.pk)
    return found


def _is_in_ring(x: float, y: float, ring: tuple[tuple[float, float], ...]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def _distance(here: Any, lon: float, lat: float) -> float:
    """Kilometres on a sphere; the tests keep away from distances that an ellipsoid would see otherwise."""
    one, other = math.radians(here.y), math.radians(lat)
    half = math.sin((one - other) / 2) ** 2
    half += math.cos(one) * math.cos(other) * math.sin(math.radians(here.x - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def is_counted(query: Filter, record: PublishedIncident) -> bool:
    asked, left_out = signed(query.role)
    roles = [role for role in asked or ("attack", "response", "unclaimed_strike") if role not in left_out]
    if "attack" in roles:
        roles = ["attack"]
    return record.role in roles and (query.foiled == "counted" or not record.is_foiled)


def attacks_of(record: PublishedIncident) -> int:
    return record.attack_count if record.role == "attack" else 1


def worth(query: Filter, records: Iterable[PublishedIncident], barrages: dict[str, str]) -> dict[int, int]:
    """What each matching record adds under the measure; of a barrage the first counted record adds one."""
    worths: dict[int, int] = {}
    seen: set[str] = set()
    for record in sorted(records, key=lambda record: (record.occurred_from, record.public_id)):
        worths[record.pk] = 0
        if not is_counted(query, record):
            continue
        if query.measure == "barrages" and record.public_id in barrages:
            worths[record.pk] = int(barrages[record.public_id] not in seen)
            seen.add(barrages[record.public_id])
        elif query.measure in ("attacks", "barrages"):
            worths[record.pk] = attacks_of(record)
        elif query.measure == "records":
            worths[record.pk] = 1
        else:
            column = {"munitions": "fired_low", "killed": "killed_low", "wounded": "wounded_low"}[query.measure]
            worths[record.pk] = getattr(record, column) or 0
    return worths


def barrages(watermark: int) -> dict[str, str]:
    """Record → the one that its barrage goes by; links join whatever hangs together."""
    groups: list[set[str]] = []
    for public_id, barrage in PublishedIncident.objects.as_of(watermark).values_list("public_id", "barrage"):
        if barrage:
            joined = {public_id, barrage}.union(*(group for group in groups if group & {public_id, barrage}))
            groups = [group for group in groups if not group & joined] + [joined]
    return {public_id: min(group) for group in groups for public_id in group}


def bins(
    worths: dict[int, int], records: list[PublishedIncident], starts: list[date], end: date
) -> list[dict[str, float]]:
    """What is measured by kind per bin, day by day: uncertain records evenly over their days within the bins."""
    counts: list[dict[str, float]] = [defaultdict(float) for _ in starts]
    for record in records:
        days = [record.occurred_from]
        if record.date_extent == "uncertain":
            length = (record.occurred_to - record.occurred_from).days + 1
            days = [record.occurred_from + timedelta(days=offset) for offset in range(length)]
            days = [day for day in days if starts[0] <= day <= end]
        for day in days:
            place = max((n for n, start in enumerate(starts) if start <= day), default=0)
            if worths[record.pk]:
                counts[place][record.kind] += worths[record.pk] / len(days)
    return counts
