"""Every file of the record and every key it may hold; what is not declared here is refused, so nothing is dropped.

Names are those of the YAML; its README.md defines them.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from attacks import choices
from attacks.models import (
    REPORTED_FIELDS,
    Account,
    Actor,
    Base,
    Coverage,
    Incident,
    Outlet,
    ReportedValue,
    Source,
    Statement,
    Tally,
)

from .values import (
    Choice,
    Clock,
    Day,
    Degrees,
    Figures,
    Flag,
    Group,
    Many,
    Named,
    PartialDate,
    Party,
    ReportedValues,
    Text,
    Value,
    Whole,
    choice,
)


def _text(model: type[Model], field: str, **options: Any) -> Text:
    """Text that fits the column."""
    return Text(limit=model._meta.get_field(field).max_length, **options)  # type: ignore[union-attr]


def _rows(**keys: Value) -> Many:
    return Many(of=Group(keys=keys, is_required=True))


def _bounds(*names: str) -> dict[str, Value]:
    return {f"{name}_{end}": Whole() for name in names for end in ("low", "high")}


SLUG = Text(is_required=True, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", limit=100, meaning="small letters, digits and hyphens")
KEY = Text(is_required=True, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", limit=150, meaning="small letters, digits and hyphens")
COUNTRY = Text(pattern="[A-Z]{2}", meaning="an ISO 3166-1 code such as IQ")
LANGUAGE = Text(pattern="[a-z]{2,8}", meaning="an ISO 639 code such as ar")
URL = Text(pattern=r"https?://[^\s/]+\.[^\s/]+(/\S*)?", limit=2000, meaning="an http or https address")
ACTOR = Named(kind="an actor")
OUTLET = Named(kind="an outlet")
SOURCE = Named(kind="a source")
SOURCES = Many(of=Named(kind="a source", is_required=True))
INCIDENT = Named(kind="an incident")
STATEMENT = Named(kind="a statement")
PROVINCE = Named(kind="a province")
NOTE = Text()
# The editor's view of a whole record says medium where an attribution says moderate.
VIEW = {"low": "low", "medium": "moderate", "high": "high"}

OUTLETS = {
    "slug": SLUG,
    "name": _text(Outlet, "name", is_required=True),
    "kind": choice(choices.OutletKind),
    "country": COUNTRY,
    "languages": Many(of=LANGUAGE),
    "reliability": choice(choices.Reliability, is_required=False),
    "partisan_for": ACTOR,
}

SOURCES_FILE = {
    "slug": KEY,
    "outlet": Named(kind="an outlet", is_required=True),
    "title": _text(Source, "title"),
    "url": URL,
    "published_on": PartialDate(),
    "published_precision": choice(choices.DatePrecision, without=("week",), is_required=False),
    "language": LANGUAGE,
    "origin": OUTLET,
    "other_origins": Many(of=Named(kind="an outlet", is_required=True)),
    "quotes_official": Many(of=Text(limit=100, is_required=True)),
    "note": NOTE,
}

POINT: dict[str, Value] = {
    "latitude": Degrees(most=90),
    "longitude": Degrees(most=180),
    "location_precision": choice(choices.LocationPrecision, is_required=False),
    "coordinates_approximate": Flag(),
}

BASES = {
    "slug": SLUG,
    "name": _text(Base, "name", is_required=True),
    "name_ar": _text(Base, "name_ar"),
    "aliases": Many(of=Text(limit=200, is_required=True)),
    "kind": choice(choices.BaseKind),
    "operator": _text(Base, "operator"),
    "province": PROVINCE,
    "country": Text(is_required=True, pattern="[A-Z]{2}", meaning="an ISO 3166-1 code such as IQ"),
    **POINT,
    "presence": _rows(
        force=choice(choices.Force),
        since=PartialDate(),
        until=PartialDate(),
        precision=choice(choices.DatePrecision, without=("week",), is_required=False),
        source=SOURCE,
        note=NOTE,
        needs_source=Flag(),
    ),
    "note": NOTE,
}

ACTORS = {
    "slug": SLUG,
    "name": _text(Actor, "name", is_required=True),
    "name_ar": _text(Actor, "name_ar"),
    "aliases": Many(of=Text(limit=200, is_required=True)),
    "kind": choice(choices.ActorKind),
    "country": COUNTRY,
    "description": Text(),
    "affiliations": _rows(
        parent=Named(kind="an actor", is_required=True),
        kind=choice(choices.AffiliationKind),
        since=PartialDate(),
        until=PartialDate(),
        confidence=choice(choices.Confidence),
        sources=SOURCES,
        note=NOTE,
        needs_source=Flag(),
    ),
    "sources": SOURCES,
}

INCIDENTS = {
    "key": KEY,
    "public_id": Text(is_required=True, pattern="IQ-[0-9]{4,}", limit=10, meaning="IQ- and four digits"),
    "role": choice(choices.Role, without=("unclaimed_strike",)),
    "unclaimed": Flag(),
    "kind": choice(choices.Kind),
    "also_kinds": Many(of=choice(choices.Kind)),
    "count": Whole(least=2),
    "foiled": Flag(),
    "title": _text(Incident, "title", is_required=True),
    "title_ar": _text(Incident, "title_ar"),
    "summary": Text(is_required=True),
    "occurred_from": Day(is_required=True),
    "occurred_to": Day(is_required=True),
    "date_extent": choice(choices.DateExtent, is_required=False),
    "date_precision": choice(choices.DatePrecision),
    "time_from": Clock(),
    "time_to": Clock(),
    "time_note": _text(Incident, "time_note"),
    "first_reported_on": Day(),
    "base": Named(kind="a base"),
    "place_name": _text(Incident, "place_name", is_required=True),
    "province": PROVINCE,
    "province_point_mismatch": Flag(),
    "country": Text(is_required=True, pattern="[A-Z]{2}", meaning="an ISO 3166-1 code such as IQ"),
    **POINT,
    "launch": Group(
        keys={
            "place": _text(Incident, "launch_place", is_required=True),
            "province": PROVINCE,
            "latitude": Degrees(most=90),
            "longitude": Degrees(most=180),
            "precision": choice(choices.LocationPrecision, is_required=False),
        }
    ),
    "target_kind": choice(choices.TargetKind),
    "target_name": _text(Incident, "target_name"),
    "us_nexus": choice(choices.UsNexus),
    "evidence": choice(choices.Evidence),
    "evidence_note": Text(is_required=True),
    "munitions": _rows(
        weapon=choice(choices.Weapon),
        **_bounds("fired", "hit", "fell_wide", "intercepted", "failed", "found_unfired"),
        note=NOTE,
        needs_source=Flag(),
    ),
    "casualties": _rows(
        group=choice(choices.CasualtyGroup),
        **_bounds("killed", "wounded"),
        is_indirect=Flag(),
        note=NOTE,
        needs_source=Flag(),
    ),
    "casualties_note": Text(),
    "damage": Text(),
    "attributions": _rows(
        actor=Named(kind="an actor", is_required=True),
        basis=choice(choices.Basis),
        confidence=choice(choices.Confidence),
        made_by=Party(),
        made_on=Day(),
        source=SOURCE,
        statement=STATEMENT,
        note=NOTE,
    ),
    "links": _rows(kind=choice(choices.LinkKind), to=Named(kind="an incident", is_required=True)),
    "accounts": _rows(
        source=Named(kind="a source", is_required=True),
        said_by=_text(Account, "said_by"),
        values=ReportedValues(
            is_required=True,
            names=frozenset(REPORTED_FIELDS),
            limit=ReportedValue._meta.get_field("value").max_length or 0,
        ),
    ),
    "sources": SOURCES,
    "possible_duplicate_of": INCIDENT,
    "confidence": Choice(words=VIEW, is_required=True),
    "needs_source": Flag(),
    "note": NOTE,
}

STATEMENTS = {
    "key": KEY,
    "public_id": Text(is_required=True, pattern="ST-[0-9]{4,}", limit=10, meaning="ST- and four digits"),
    "speaker": Named(kind="an actor", is_required=True),
    "spokesperson": Group(
        keys={"name": _text(Statement, "spokesperson_name"), "role": _text(Statement, "spokesperson_role")}
    ),
    "kind": choice(choices.StatementKind),
    "issued_on": PartialDate(is_required=True),
    "issued_precision": choice(choices.DatePrecision, without=("week",)),
    "channel": choice(choices.Channel),
    "channel_note": _text(Statement, "channel_note"),
    "addressee": ACTOR,
    "language": LANGUAGE,
    "quote": Text(),
    "paraphrase": Text(is_required=True),
    "paraphrase_ar": Text(),
    "condition": Text(),
    "incidents": Many(of=Named(kind="an incident", is_required=True)),
    "retracts": Many(of=Named(kind="a statement", is_required=True)),
    "contradicts": Many(of=Named(kind="a statement", is_required=True)),
    "sources": SOURCES,
    "confidence": Choice(words=VIEW, is_required=True),
    "needs_source": Flag(),
    "note": NOTE,
}

TALLIES = {
    "key": KEY,
    "issuer": Party(is_required=True),
    "scope": _text(Tally, "scope", is_required=True),
    "counting_rule": _text(Tally, "counting_rule"),
    "from": PartialDate(is_required=True),
    "to": PartialDate(is_required=True),
    "total": Whole(),
    "total_is": choice(choices.TotalIs),
    "unit": choice(choices.TallyUnit),
    "breakdown": Figures(),
    "figures": Figures(),
    "parts_differ": Flag(),
    "stated_on": PartialDate(),
    "source": SOURCE,
    "also": SOURCES,
    "source_text": _text(Tally, "source_text"),
    "incident": INCIDENT,
    "confidence": Choice(words=VIEW),
    "needs_source": Flag(),
    "note": NOTE,
}

COVERAGE = {
    "from": Day(is_required=True),
    "until": Day(),
    "scope": _text(Coverage, "scope", is_required=True),
    "grade": choice(choices.CoverageGrade),
    "note": NOTE,
}

# File or folder → the keys of its entries, which are named by slug or key; those of coverage by first day and scope.
FILES: dict[str, dict[str, Value]] = {
    "outlets": OUTLETS,
    "sources": SOURCES_FILE,
    "bases": BASES,
    "actors": ACTORS,
    "incidents": INCIDENTS,
    "statements": STATEMENTS,
    "tallies": TALLIES,
    "coverage": COVERAGE,
}
# What an entry of a file is called in references.
KINDS = {
    "outlets": "an outlet",
    "sources": "a source",
    "bases": "a base",
    "actors": "an actor",
    "incidents": "an incident",
    "statements": "a statement",
}
