"""The columns of an exported incident, read from the projection alone: a million rows open no document."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from attacks import choices
from attacks.choices import LOCATION_RADIUS_M, Basis, RecordType

from .columns import (
    CODE,
    DAY,
    FLAG,
    LIST,
    NUMBER,
    TEXT,
    Column,
    Table,
    axis,
    column,
    of_versions,
    revision_columns,
    row_of,
    whole,
)

FOLDER = "incidents"
_RADIUS = " ".join(f"WHEN '{name}' THEN {radius}" for name, radius in LOCATION_RADIUS_M.items() if radius)
_NAMED = ", ".join(f"array_agg(actor) FILTER (WHERE basis = '{basis}') AS {basis}" for basis in Basis)
_OF_ONE = row_of("a", "attacks_publishedattribution", "version_id = asked.id")
# Sorted once for a whole chunk: a sort for each basis of each incident took half of the time.
_ATTRIBUTIONS = f"""
    LEFT JOIN (
        SELECT id, {_NAMED} FROM (
            SELECT DISTINCT asked.id, a.basis, a.actor FROM unnest(%(ids)s::bigint[]) AS asked (id){_OF_ONE}
            ORDER BY asked.id, a.basis, a.actor
        ) attributed GROUP BY id
    ) named ON named.id = asked.id
"""  # noqa: S608 - all ours


def _named(basis: Basis, name: str) -> Column:
    return Column(name, LIST, basis.meaning, f"coalesce(named.{basis}, '{{}}')")


_PERSONS, _MUNITIONS = _("persons"), _("munitions")
COLUMNS: tuple[Column, ...] = (
    *revision_columns(FOLDER),
    column("role", CODE, _("Attack, US response or unclaimed strike."), choices=choices.Role),
    column("kind", CODE, _("Kind of incident."), choices=choices.Kind),
    column("also_kinds", LIST, _("Further kinds."), choices=choices.Kind),
    Column("title", TEXT, _("Title, English."), "v.name"),
    Column("title_ar", TEXT, _("Title, Arabic."), "v.name_ar"),
    column("occurred_from", DAY, _("First possible day."), precision="date_precision"),
    column("occurred_to", DAY, _("Last possible day."), precision="date_precision"),
    column(
        "date_extent", CODE, _("One day, lasted over these days, or some time between them."),
        choices=choices.DateExtent,
    ),
    column("date_precision", CODE, _("How exactly the date is known."), choices=choices.DatePrecision),
    column("first_reported_on", DAY, _("Day of the first report.")),
    axis("longitude", "X"),
    axis("latitude", "Y"),
    column("location_precision", CODE, _("How exactly the place is known."), choices=choices.LocationPrecision),
    Column(
        "location_radius_m",
        NUMBER,
        _("Radius that this precision implies; empty: an area, or no place."),
        f"CASE v.location_precision {_RADIUS} END",
        unit=_("metres"),
    ),
    column("place_name", TEXT, _("Place as reported."), precision="location_precision"),
    column("place_name_ar", TEXT, _("Place as reported, Arabic."), precision="location_precision"),
    column("base", TEXT, _("Slug of the base.")),
    column("province", TEXT, _("Code of the province, ISO 3166-2.")),
    column("country", TEXT, _("Code of the country, ISO 3166-1.")),
    column("launch_province", TEXT, _("Code of the province it was launched from.")),
    column("target_kind", CODE, _("Kind of target."), choices=choices.TargetKind),
    column("us_nexus", CODE, _("Link to the United States."), choices=choices.UsNexus),
    column("evidence", CODE, _("Grade of the evidence."), choices=choices.Evidence),
    column("attribution_status", CODE, _("Derived from all attributions."), choices=choices.AttributionStatus),
    _named(Basis.CLAIMED, "claimed_by"),
    _named(Basis.ASSESSED, "assessed_as_by"),
    _named(Basis.ACCUSED, "accused"),
    _named(Basis.SUSPECTED, "suspected"),
    _named(Basis.DENIED, "denied_by"),
    column("attack_count", NUMBER, _("How many attacks the record stands for; 0: not counted."), unit=_("attacks")),
    column("is_foiled", FLAG, _("Found before launch; never counted.")),
    column("possible_duplicate_of", TEXT, _("Public id of a record that may tell of the same incident.")),
    column("weapons", LIST, _("Weapons, each once."), choices=choices.Weapon),
    column("fired_low", NUMBER, _("Munitions fired, at least; empty: not reported."), unit=_MUNITIONS),
    column("fired_high", NUMBER, _("Munitions fired, at most; empty: open or not reported."), unit=_MUNITIONS),
    column("killed_low", NUMBER, _("Killed, at least; empty: not reported."), unit=_PERSONS),
    column("killed_high", NUMBER, _("Killed, at most; empty: open or not reported."), unit=_PERSONS),
    column("wounded_low", NUMBER, _("Wounded, at least; empty: not reported."), unit=_PERSONS),
    column("wounded_high", NUMBER, _("Wounded, at most; empty: open or not reported."), unit=_PERSONS),
    column(
        "killed_indirectly_low", NUMBER, _("Of the killed, indirectly, at least; empty: not reported."), unit=_PERSONS
    ),
    column(
        "killed_indirectly_high", NUMBER, _("Of the killed, indirectly, at most; empty: open or not reported."),
        unit=_PERSONS,
    ),
    column("casualty_groups", LIST, _("Groups with at least one killed or wounded."), choices=choices.CasualtyGroup),
    column("barrage", TEXT, _("Public id that stands for its barrage; empty: none.")),
    column("sources", LIST, _("Slugs of its sources.")),
    column("needs_source", FLAG, _("A source is missing for part of the record.")),
)  # fmt: skip
INCIDENTS = Table(
    FOLDER,
    COLUMNS,
    {**of_versions(RecordType.INCIDENT), "named": _ATTRIBUTIONS},
    whole(FOLDER, more=", 'attribution_status', v.attribution_status"),
    geometry="v.location",
)
