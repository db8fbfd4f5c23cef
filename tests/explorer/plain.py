"""The same questions asked of PostgreSQL without the explorer's code: what its answers must equal."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from attacks.explorer.filters import Filter
from attacks.models import PublishedActor, PublishedAttribution, PublishedBase, PublishedIncident
from attacks.search import fold

_NAMED = """
    WITH RECURSIVE edge AS (
        SELECT n.public_id AS actor, f.parent, coalesce(f.since, '-infinity') AS since,
            coalesce(f.until, 'infinity') AS until
        FROM attacks_publishedaffiliation f JOIN attacks_publishedactor n ON n.id = f.version_id
        WHERE f.kind = 'front_for' AND n.from_rev_id <= %s AND (n.to_rev IS NULL OR n.to_rev > %s)
    ), behind AS (
        SELECT actor, parent, since, until FROM edge
        UNION SELECT b.actor, e.parent, greatest(b.since, e.since), least(b.until, e.until)
        FROM behind b JOIN edge e ON e.actor = b.parent WHERE greatest(b.since, e.since) <= least(b.until, e.until)
    )
    SELECT i.id FROM attacks_publishedincident i JOIN attacks_publishedattribution a ON a.version_id = i.id
    WHERE a.basis = ANY (%s) AND (a.actor = %s OR %s AND EXISTS (
        SELECT 1 FROM behind WHERE behind.actor = a.actor AND behind.parent = %s
            AND i.occurred_from BETWEEN behind.since AND behind.until
    ))
"""


def matching(query: Filter, watermark: int) -> QuerySet:
    """The versions that match, as public at a watermark."""
    found = PublishedIncident.objects.as_of(watermark).filter(evidence__in=query.evidence, us_nexus__in=query.nexus)
    if query.since:
        found = found.filter(occurred_to__gte=query.since)
    if query.until:
        found = found.filter(occurred_from__lte=query.until)
    for column, values in {
        "role": query.role, "province": query.province, "base": query.base, "country": query.country,
        "launch_province": query.launch_province, "attribution_status": query.status, "target_kind": query.target,
        "location_precision": query.precision, "date_precision": query.date_precision,
    }.items():  # fmt: skip
        if values:
            found = found.filter(**{f"{column}__in": values})
    if query.kind:
        found = found.filter(Q(kind__in=query.kind) | Q(also_kinds__overlap=list(query.kind)))
    if query.weapon:
        found = found.filter(weapons__overlap=list(query.weapon))
    if query.casualties:
        wanted = Q(casualty_groups__overlap=list(query.casualties))
        if "any" in query.casualties:
            wanted |= ~Q(casualty_groups=[])
        found = found.filter(wanted)
    on_basis = PublishedAttribution.objects.filter(basis__in=query.basis).values("version_id")
    if query.actor:
        wanted = Q(pk__in=[])
        for actor in query.actor:
            if actor == "none":
                wanted |= ~Q(pk__in=on_basis)
            else:
                by_parent = query.actor_by == "parent"
                params = (watermark, watermark, list(query.basis), actor, by_parent, actor)
                wanted |= Q(pk__in=RawSQL(_NAMED, params))
        found = found.filter(wanted)
    elif query.basis != Filter().basis:
        found = found.filter(pk__in=on_basis)
    for word in fold(query.q).split():
        bases = PublishedBase.objects.as_of(watermark).filter(search_text__contains=word).values("public_id")
        actors = PublishedActor.objects.as_of(watermark).filter(search_text__contains=word).values("public_id")
        named = PublishedAttribution.objects.filter(actor__in=actors).values("version_id")
        found = found.filter(Q(search_text__contains=word) | Q(base__in=bases) | Q(pk__in=named))
    return found


def weight(query: Filter, record: PublishedIncident) -> int:
    """What a matching record counts for."""
    roles = ("attack",) if not query.role or "attack" in query.role else query.role
    if record.is_foiled or record.role not in roles:
        return 0
    return record.attack_count if record.role == "attack" else 1


def attacks(query: Filter, watermark: int) -> int:
    return sum(weight(query, record) for record in matching(query, watermark))


def bins(query: Filter, records: list[PublishedIncident], starts: list[date], end: date) -> list[dict[str, float]]:
    """Counted attacks by kind per bin, day by day: uncertain records evenly over their days within the bins."""
    counts: list[dict[str, float]] = [defaultdict(float) for _ in starts]
    for record in records:
        days = [record.occurred_from]
        if record.date_extent == "uncertain":
            length = (record.occurred_to - record.occurred_from).days + 1
            days = [record.occurred_from + timedelta(days=offset) for offset in range(length)]
            days = [day for day in days if starts[0] <= day <= end]
        for day in days:
            place = max((n for n, start in enumerate(starts) if start <= day), default=0)
            if worth := weight(query, record):
                counts[place][record.kind] += worth / len(days)
    return counts
