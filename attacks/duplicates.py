"""Which working incidents may tell of the same event as one that is being entered, best first, each with its reasons.

Used by the forms, by bulk import and by intake; the caller says among which incidents to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attacks.choices import Kind, PublicState
from attacks.models import Incident

# Days between two dates, and metres between two points, beyond which nothing is likely to be the same.
WINDOW_DAYS = 3
NEAR_M = 15_000
# Weights, of which `LIKELY` together make a likely duplicate: place and time have to speak, the rest only ranks.
LIKELY = 6.0
# Incidents of one window that are weighed at all; the busiest week of the record holds far fewer.
WEIGHED = 400


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known so far of the incident being entered; `exclude` is its own key once it has one."""

    occurred_from: date
    occurred_to: date
    kind: str = ""
    role: str = ""
    base_id: int | None = None
    province_id: int | None = None
    location: Point | None = None
    launch_province_id: int | None = None
    launch_area: GEOSGeometry | None = None
    exclude: int | None = None

    @classmethod
    def of(cls, incident: Incident) -> Sketch:
        """The sketch of a saved or unsaved incident."""
        return cls(
            occurred_from=incident.occurred_from,
            occurred_to=incident.occurred_to,
            kind=incident.kind,
            role=incident.role,
            base_id=incident.base_id,
            province_id=incident.province_id,
            location=incident.location,
            launch_province_id=incident.launch_province_id,
            launch_area=incident.launch_area,
            exclude=incident.pk,
        )


@dataclass(frozen=True, slots=True)
class Likely:
    """An incident that may be the same; `reasons` in words, the weightiest first."""

    incident: Incident
    weight: float
    reasons: list[str]


def likely_duplicates(sketch: Sketch, *, among: QuerySet[Incident], limit: int = 5) -> list[Likely]:
    """At most `limit` incidents out of `among`; retracted and merged ones are left out."""
    weighed = (_weigh(sketch, incident) for incident in _candidates(sketch, among))
    likely = [found for found in weighed if found.weight >= LIKELY]
    return sorted(likely, key=lambda found: (-found.weight, found.incident.public_id))[:limit]


def _candidates(sketch: Sketch, among: QuerySet[Incident]) -> QuerySet[Incident]:
    """Those within the window of days and in the same place, province or neighbourhood."""
    window = timedelta(days=WINDOW_DAYS)
    found = among.filter(
        occurred_from__lte=sketch.occurred_to + window, occurred_to__gte=sketch.occurred_from - window
    ).exclude(public_state__in=[PublicState.RETRACTED, PublicState.MERGED])
    if sketch.exclude:
        found = found.exclude(pk=sketch.exclude)
    place = Q(pk=None)
    if sketch.base_id:
        place |= Q(base=sketch.base_id)
    if sketch.province_id:
        place |= Q(province=sketch.province_id)
    if sketch.location:
        # A degree is 111 km along a meridian and about 93 km along a parallel here; the box only preselects.
        place |= Q(location__dwithin=(sketch.location, NEAR_M / 90_000))
        found = found.annotate(distance=Distance("location", sketch.location))
    if sketch.launch_area:
        found = found.annotate(launch_distance=Distance("launch_area", sketch.launch_area))
    # The nearest dates first, so that a cut never loses the likeliest.
    apart = Greatest(F("occurred_from") - Value(sketch.occurred_to), Value(sketch.occurred_from) - F("occurred_to"))
    return found.filter(place).select_related("base", "province").order_by(apart, "-id")[:WEIGHED]


def _weigh(sketch: Sketch, incident: Incident) -> Likely:
    parts = sorted([*_of_place(sketch, incident), *_of_time(sketch, incident), *_of_kind(sketch, incident),
                    *_of_launch(sketch, incident)], key=lambda part: -part[0])  # fmt: skip
    return Likely(incident, sum(weight for weight, _reason in parts), [reason for _weight, reason in parts if reason])


Part = tuple[float, str]


def _of_place(sketch: Sketch, incident: Incident) -> Iterator[Part]:
    """The best of: the same base, a small distance, the same province; another base speaks against it."""
    distance = getattr(incident, "distance", None)
    if sketch.base_id and incident.base_id == sketch.base_id:
        yield 4.0, _("same base")
    elif distance is not None and distance.m <= NEAR_M:
        km = distance.km
        yield (3.5 if km <= 2 else 2.5), _("%(km)s km apart") % {"km": f"{km:.1f}" if km < 10 else f"{km:.0f}"}
    elif sketch.province_id and incident.province_id == sketch.province_id:
        yield 1.0, _("same province")
        if sketch.base_id and incident.base_id:
            yield -2.0, ""


def _of_time(sketch: Sketch, incident: Incident) -> Iterator[Part]:
    days = days_apart(sketch, incident)
    if days:
        words = ngettext("one day apart", "%(days)s days apart", days) % {"days": days}
        yield (3.0 if days == 1 else 2.0 if days == 2 else 1.0), words
    elif sketch.occurred_from == incident.occurred_from and sketch.occurred_to == incident.occurred_to:
        yield 4.0, _("same day") if sketch.occurred_from == sketch.occurred_to else _("same dates")
    else:
        yield 3.0, _("the dates overlap")


def days_apart(one: Sketch | Incident, other: Sketch | Incident) -> int:
    """Days between the bounds of two incidents; 0 where they overlap."""
    return max((one.occurred_from - other.occurred_to).days, (other.occurred_from - one.occurred_to).days, 0)


def _of_kind(sketch: Sketch, incident: Incident) -> Iterator[Part]:
    if sketch.role and sketch.role != incident.role:
        yield -2.0, ""
    if not sketch.kind:
        return
    if sketch.kind == incident.kind or sketch.kind in incident.also_kinds:
        yield 1.5, _("same kind (%(kind)s)") % {"kind": Kind(sketch.kind).label}
    else:
        yield -1.0, ""


def _of_launch(sketch: Sketch, incident: Incident) -> Iterator[Part]:
    distance = getattr(incident, "launch_distance", None)
    if distance is not None and distance.m <= NEAR_M:
        yield 1.0, _("launched from the same area")
    elif sketch.launch_province_id and incident.launch_province_id == sketch.launch_province_id:
        yield 0.75, _("launched from the same province")
