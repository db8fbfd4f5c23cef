"""What must hold between the values of the record: order of dates, sums, places, names that are unique."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, Point

from .findings import Findings, Place
from .values import Stretch

if TYPE_CHECKING:
    from .reading import RecordFiles

# Degrees by which a point may lie beyond the border as the base map draws it, which is true to a kilometre or two.
BORDER = 0.05
OUTCOMES = ("hit", "fell_wide", "intercepted", "failed")


def check(record: RecordFiles, findings: Findings) -> None:
    """Notes every problem in `findings`."""
    for file, name in (("outlets", "slug"), ("sources", "slug"), ("bases", "slug"), ("actors", "slug")):
        _unique(record[file], name)
    for file in ("incidents", "statements"):
        _unique(record[file], "key")
        _unique(record[file], "public_id")
    _unique(record["tallies"], "key")
    _unique_addresses(record["sources"])
    for source in record["sources"]:
        _precision(source, source["published_on"], "published_on", source["published_precision"], "published_precision")
    geography = _Geography(record.provinces)
    for base in record["bases"]:
        _point(base)
        geography.check_country(base)
        for number, presence in enumerate(base["presence"]):
            _check_presence(presence, base["place"].at(f"presence[{number}]"))
    for actor in record["actors"]:
        for number, affiliation in enumerate(actor["affiliations"]):
            _stretches(affiliation, "since", "until", actor["place"].at(f"affiliations[{number}]"))
    _no_cycles(record["actors"])
    for incident in record["incidents"]:
        _check_incident(incident, geography)
    for statement in record["statements"]:
        _precision(statement, statement["issued_on"], "issued_on", statement["issued_precision"], "issued_precision")
    for tally in record["tallies"]:
        _check_tally(tally)
    for coverage in record["coverage"]:
        _ordered(coverage, "from", "until", coverage["place"])


def _unique(entries: Iterable[dict[str, Any]], field: str) -> None:
    seen: dict[str, str] = {}
    for entry in entries:
        value = entry[field]
        if value and value in seen:
            entry["place"].at(field).refuse(value, f"a {field} that no other entry has; it is also in {seen[value]}")
        seen.setdefault(value, f"{entry['place'].file}: {entry['place'].key}")


def _unique_addresses(sources: Iterable[dict[str, Any]]) -> None:
    seen: dict[str, str] = {}
    for source in sources:
        if not source["url"]:
            continue
        address = urlsplit(source["url"])
        host = address.netloc.lower().removeprefix("www.")
        same = f"{host}{address.path.rstrip('/')}?{address.query}#{address.fragment}"
        if same in seen:
            source["place"].at("url").refuse(source["url"], f"an address that no other source has; {seen[same]} has it")
        seen.setdefault(same, source["place"].key)


def _ordered(entry: dict[str, Any], low: str, high: str, place: Place) -> None:
    if entry[low] is not None and entry[high] is not None and entry[low] > entry[high]:
        place.at(high).refuse(entry[high], f"nothing below {low}, which is {entry[low]}")


def _stretches(entry: dict[str, Any], low: str, high: str, place: Place) -> None:
    since, until = entry[low], entry[high]
    if since and until and since.first > until.last:
        place.at(high).refuse(until.last.isoformat(), f"nothing before {low}, which is {since.first}")


def _precision(entry: dict[str, Any], written: Stretch | None, field: str, precision: str, name: str) -> None:
    expected = str(written.precision) if written else ""
    if precision != expected:
        entry["place"].at(name).refuse(precision or None, f"{expected or 'null'}, as {field} is written")


def _check_presence(presence: dict[str, Any], place: Place) -> None:
    """`precision` is that of the finer of the two dates."""
    _stretches(presence, "since", "until", place)
    written = {str(presence[end].precision) for end in ("since", "until") if presence[end]}
    finest = next((precision for precision in ("day", "month", "year") if precision in written), "")
    if presence["precision"] != finest:
        place.at("precision").refuse(presence["precision"] or None, f"{finest or 'null'}, as the dates are written")


def _no_cycles(actors: list[dict[str, Any]]) -> None:
    parents = {actor["slug"]: [row["parent"] for row in actor["affiliations"]] for actor in actors}

    def above(slug: str, seen: set[str]) -> set[str]:
        for parent in parents.get(slug, []):
            if parent not in seen:
                seen.add(parent)
                above(parent, seen)
        return seen

    for actor in actors:
        if actor["slug"] in above(actor["slug"], set()):
            actor["place"].at("affiliations").refuse(
                parents[actor["slug"]], "parents that don't stand under this actor"
            )


def _point(entry: dict[str, Any]) -> None:
    given = [entry[name] not in (None, "") for name in ("latitude", "longitude", "location_precision")]
    if any(given) and not all(given):
        entry["place"].at("location_precision").refuse(
            entry["location_precision"] or None, "latitude, longitude and location_precision, or none of the three"
        )


def _check_incident(incident: dict[str, Any], geography: _Geography) -> None:
    place: Place = incident["place"]
    first, last = incident["occurred_from"], incident["occurred_to"]
    _ordered(incident, "occurred_from", "occurred_to", place)
    if first and last:
        _check_days(incident, first, last, place)
    if (incident["time_from"] is None) != (incident["time_to"] is None):
        place.at("time_to").refuse(incident["time_to"], "time_from and time_to, or neither")
    elif first == last:
        _ordered(incident, "time_from", "time_to", place)
    if incident["unclaimed"] and incident["role"] == "attack":
        place.at("unclaimed").refuse(True, "not with role attack")
    if incident["kind"] in incident["also_kinds"]:
        place.at("also_kinds").refuse(incident["also_kinds"], f"kinds other than {incident['kind']}")
    _point(incident)
    geography.check_country(incident)
    geography.check_province(incident)
    for number, munition in enumerate(incident["munitions"]):
        _check_munition(munition, incident["foiled"], place.at(f"munitions[{number}]"))
    for number, casualties in enumerate(incident["casualties"]):
        for name in ("killed", "wounded"):
            _ordered(casualties, f"{name}_low", f"{name}_high", place.at(f"casualties[{number}]"))
    _unique_rows(incident, "casualties", ("group", "is_indirect"), place)
    _unique_rows(incident, "accounts", ("source", "said_by"), place)


def _check_days(incident: dict[str, Any], first: date, last: date, place: Place) -> None:
    extent = incident["date_extent"]
    if first == last and extent not in ("", "single"):
        place.at("date_extent").refuse(extent, "single, or not written, where the two days are the same")
    if first < last and extent not in ("spans", "uncertain"):
        place.at("date_extent").refuse(extent or None, "spans, uncertain, where the two days differ")
    if place.file != f"incidents/{first.year}.yaml":
        place.at("occurred_from").refuse(
            first.isoformat(), f"a day of the year of the file; else incidents/{first.year}.yaml"
        )
    if incident["first_reported_on"] and incident["first_reported_on"] < first:
        place.at("first_reported_on").refuse(incident["first_reported_on"].isoformat(), f"nothing before {first}")


def _check_munition(munition: dict[str, Any], is_foiled: bool, place: Place) -> None:
    for name in ("fired", *OUTCOMES, "found_unfired"):
        _ordered(munition, f"{name}_low", f"{name}_high", place)
        if munition[f"{name}_low"] is None and munition[f"{name}_high"] is not None:
            place.at(f"{name}_low").refuse(None, f"a number, since {name}_high has one")
    accounted = sum(munition[f"{name}_low"] or 0 for name in OUTCOMES)
    if munition["fired_high"] is not None and accounted > munition["fired_high"]:
        place.at("fired_high").refuse(
            munition["fired_high"], f"at least {accounted}, the sum of the lows of {', '.join(OUTCOMES)}"
        )
    if is_foiled and munition["fired_high"]:
        place.at("fired_high").refuse(munition["fired_high"], "0, since the record is foiled")


def _unique_rows(entry: dict[str, Any], rows: str, names: tuple[str, ...], place: Place) -> None:
    seen = set()
    for number, row in enumerate(entry[rows]):
        value = tuple(row[name] for name in names)
        if value in seen:
            place.at(f"{rows}[{number}]").refuse(value, f"one row for each {' and '.join(names)}")
        seen.add(value)


def _check_tally(tally: dict[str, Any]) -> None:
    place: Place = tally["place"]
    _stretches(tally, "from", "to", place)
    if (tally["total"] is None) != (tally["total_is"] == "none_given"):
        place.at("total_is").refuse(tally["total_is"], "none_given where there is no total, and only there")
    parts = sum(tally["breakdown"].values())
    if tally["breakdown"] and tally["total"] is not None and (parts != tally["total"]) != tally["parts_differ"]:
        place.at("parts_differ").refuse(
            tally["parts_differ"], f"true where the parts ({parts}) don't add up, and only there"
        )


class _Geography:
    """Points against the governorates of the base map."""

    def __init__(self, provinces: list[dict[str, Any]]) -> None:
        self.provinces = {item["code"]: GEOSGeometry(json.dumps(item["geometry"])) for item in provinces}
        self.iraq = GeometryCollection(list(self.provinces.values())).unary_union

    def check_country(self, entry: dict[str, Any]) -> None:
        """A point of Iraq lies in Iraq, any other doesn't, give or take what the map draws wrong."""
        place: Place = entry["place"]
        if (entry["country"] == "IQ") != (entry["province"] is not None):
            place.at("province").refuse(entry["province"], "a province in Iraq (IQ), null elsewhere")
        if entry["latitude"] is None or entry["longitude"] is None:
            return
        point = Point(entry["longitude"], entry["latitude"], srid=4326)
        at = (entry["latitude"], entry["longitude"])
        if entry["country"] == "IQ" and self.iraq.distance(point) > BORDER:
            place.at("latitude").refuse(at, "a point in Iraq, since the country is IQ")
        if entry["country"] != "IQ" and self.iraq.contains(point) and self.iraq.boundary.distance(point) > BORDER:
            place.at("latitude").refuse(at, f"a point outside Iraq, since the country is {entry['country']}")

    def check_province(self, incident: dict[str, Any]) -> None:
        """A point outside the province that the source gives is marked, and only such a point."""
        if incident["province"] not in self.provinces or incident["latitude"] is None or incident["longitude"] is None:
            return
        point = Point(incident["longitude"], incident["latitude"], srid=4326)
        is_outside = not self.provinces[incident["province"]].intersects(point)
        if is_outside != incident["province_point_mismatch"]:
            incident["place"].at("province_point_mismatch").refuse(
                incident["province_point_mismatch"], f"{str(is_outside).lower()}, by the map"
            )
