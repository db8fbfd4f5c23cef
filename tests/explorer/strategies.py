"""Random publishing histories and random filters over a small world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib.gis.geos import Point
from hypothesis import strategies as st

from attacks import choices
from attacks.explorer.filters import Filter
from attacks.models import PublishedActor, PublishedBase, PublishedIncident

from .history import History

ACTORS, BASES, PROVINCES, COUNTRIES = ["a", "b", "c", "d"], ["x", "y", "z"], ["IQ-BG", "IQ-DI", "IQ-AN"], ["IQ", "SY"]
WORDS = ["convoy", "runway", "embassy", "عين", "village"]
DAYS = st.dates(date(2020, 11, 1), date(2021, 4, 30))
POINTS = st.tuples(st.sampled_from([43.0, 43.001, 44.4, 45.9]), st.sampled_from([31.0, 33.3, 33.301, 36.2]))

FIRMNESS = st.sampled_from([str(confidence) for confidence in choices.Confidence])
AREAS = st.sampled_from(
    [((42.5, 30.5), (44.2, 30.5), (44.2, 34.0)), ((43.5, 32.5), (46.5, 32.5), (46.5, 36.5), (43.5, 36.5), (45.0, 34.0))]
)

Step = Callable[[History], Any]


def some(values: Any) -> st.SearchStrategy[tuple[str, ...]]:
    """None, or a few."""
    return st.one_of(st.just(()), st.lists(st.sampled_from([str(v) for v in values]), max_size=2).map(tuple))


def signed(values: Any) -> st.SearchStrategy[tuple[str, ...]]:
    """None, or a few, asked for or left out."""
    return some([sign + str(value) for value in values for sign in ("", "-")])


@st.composite
def incidents(draw: st.DrawFn) -> Step:
    since = draw(DAYS)
    extent = draw(st.sampled_from(["single", "single", "spans", "uncertain"]))
    length = 0 if extent == "single" else draw(st.integers(0, 1) if extent == "spans" else st.integers(0, 45))
    point = draw(st.none() | POINTS)
    killed = draw(st.none() | st.integers(0, 3))
    columns = {
        "role": draw(st.sampled_from(["attack", "attack", "attack", "response", "unclaimed_strike"])),
        "kind": draw(st.sampled_from(list(choices.Kind)[:4])),
        "also_kinds": list(draw(some(list(choices.Kind)[:3]))),
        "occurred_from": since,
        "occurred_to": since + timedelta(days=length),
        "date_extent": extent,
        "date_precision": draw(st.sampled_from(["day", "month"])),
        "location": Point(*point, srid=4326) if point else None,
        "location_precision": draw(st.sampled_from(["site", "province"])),
        "base": draw(st.sampled_from(["", "", *BASES])),
        "province": draw(st.sampled_from(["", *PROVINCES])),
        "country": draw(st.sampled_from(COUNTRIES)),
        "launch_province": draw(st.sampled_from(["", *PROVINCES])),
        "target_kind": draw(st.sampled_from(["base", "convoy"])),
        "us_nexus": draw(st.sampled_from(list(choices.UsNexus))),
        "evidence": draw(st.sampled_from(list(choices.Evidence))),
        "attribution_status": draw(st.sampled_from(list(choices.AttributionStatus))),
        "attack_count": draw(st.integers(1, 4)),
        "is_foiled": draw(st.booleans()) and draw(st.booleans()),
        "possible_duplicate_of": draw(st.sampled_from(["", "", "IQ-0009"])),
        "weapons": list(draw(some(list(choices.Weapon)[:3]))),
        "fired_low": draw(st.none() | st.integers(0, 5)),
        "wounded_high": draw(st.none() | st.integers(0, 5)),
        "barrage": draw(st.sampled_from(["", "", "IQ-0001", "IQ-0002"])),
        "killed_low": killed,
        "killed_high": killed if draw(st.booleans()) else None,
        "casualty_groups": list(draw(some(["civilian", "us_military"]))),
        "search_text": " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=3))),
    }
    public_id = draw(st.sampled_from([f"IQ-000{n}" for n in range(1, 9)]))
    pairs = st.tuples(st.sampled_from(ACTORS), st.sampled_from([str(basis) for basis in choices.Basis]), FIRMNESS)
    attributions = draw(st.lists(pairs, max_size=3))
    return lambda history: history.incident(public_id, attributions=attributions, **columns)


@st.composite
def changes(draw: st.DrawFn) -> Step:
    """A record published anew or for the first time, or withdrawn."""
    what = draw(st.sampled_from(["incident"] * 6 + ["withdraw", "base", "actor"]))
    if what == "incident":
        return draw(incidents())
    if what == "base":
        slug, point = draw(st.sampled_from(BASES)), draw(st.none() | POINTS)
        return lambda history: history.base(slug, point, name=f"{slug} runway")
    if what == "actor":
        number = draw(st.integers(1, 3))
        kinds = st.sampled_from(["front_for", "member_of", "sponsored_by"])
        parents = st.tuples(st.sampled_from(ACTORS[:number]), st.none() | DAYS, st.none() | DAYS, kinds, FIRMNESS)
        fronts = [row for row in draw(st.lists(parents, max_size=3)) if not (row[1] and row[2] and row[1] > row[2])]
        return lambda history: history.actor(ACTORS[number], fronts, name="village people")
    key = draw(
        st.sampled_from(
            [(PublishedIncident, f"IQ-000{n}") for n in range(1, 9)] + [(PublishedBase, "x"), (PublishedActor, "d")]
        )
    )

    def withdraw(history: History) -> None:
        model, public_id = key
        if model.objects.current().filter(public_id=public_id).exists():
            history.withdraw(model, public_id)

    return withdraw


HISTORIES = st.lists(changes(), min_size=1, max_size=25)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    since, until = draw(st.none() | DAYS), draw(st.none() | DAYS)
    if since and until and since > until:
        since, until = until, since
    return Filter(
        q=" ".join(draw(st.sampled_from([(), (), ("convoy",), ("runway", "convoy"), ("عين",), ("village",)]))),
        since=since,
        until=until,
        actor=draw(signed([*ACTORS, "none"])),
        actor_by=draw(st.sampled_from(["brand", "parent"])),
        basis=draw(signed(choices.Basis)),
        confidence=draw(FIRMNESS),
        affiliation_confidence=draw(FIRMNESS),
        umbrella=draw(signed(ACTORS[:2])),
        sponsor=draw(signed(ACTORS[:2])),
        province=draw(signed(PROVINCES)),
        base=draw(signed(BASES)),
        kind=draw(signed(list(choices.Kind)[:3])),
        role=draw(signed(choices.Role)),
        evidence=draw(signed(choices.Evidence)),
        nexus=draw(signed(choices.UsNexus)),
        country=draw(signed(COUNTRIES)),
        launch_province=draw(signed(PROVINCES)),
        status=draw(signed(choices.AttributionStatus)),
        weapon=draw(signed(list(choices.Weapon)[:3])),
        target=draw(signed(["base", "convoy"])),
        casualties=draw(signed(["any", "civilian"])),
        precision=draw(signed(["site", "province"])),
        date_precision=draw(signed(["day", "month"])),
        area=draw(st.none() | AREAS),
        near=draw(st.none() | st.sampled_from([(43.0, 33.0, 60.0), (44.4, 33.3, 150.0)])),
        foiled=draw(st.sampled_from(["listed", "counted", "without"])),
        duplicates=draw(st.sampled_from(["with", "without"])),
        measure=draw(st.sampled_from(["attacks", "barrages", "records", "munitions", "killed"])),
        sort=draw(st.sampled_from(["newest", "oldest", "casualties", "killed", "munitions", "kind", "evidence"])),
        zoom=draw(st.integers(3, 9)),
        bin=draw(st.sampled_from(["auto", "day", "week", "month", "quarter"])),
    )


# Mostly few parameters at once, or hardly anything would match.
FEW = filters().flatmap(
    lambda full: st.sets(st.sampled_from([name for name, _value in full.pairs()] or ["q"]), max_size=3).map(
        lambda kept: keep(full, kept)
    )
)


def keep(full: Filter, names: set[str]) -> Filter:
    for name in {name for name, _value in full.pairs()} - names - {"sort", "zoom", "bin", "actor_by", "measure"}:
        full = full.without(name)
    return full
