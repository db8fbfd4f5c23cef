"""The recorded value of every fact that an account can report, in words and in a form to compare with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from attacks.choices import Basis, CasualtyGroup, RecordType
from attacks.search import fold
from dashboard.records import words
from dashboard.records.edition import Edition
from dashboard.records.words import Bounds

OUTCOMES = ("hit", "fell_wide", "intercepted", "failed")


@dataclass(frozen=True, slots=True)
class Recorded:
    """`bounds` for numbers, `folded` the ways to write it for words; `is_code`: one of few values, so others differ."""

    shown: SafeString
    bounds: Bounds | None = None
    folded: tuple[str, ...] = ()
    is_code: bool = False


def recorded_values(edition: Edition, body: dict[str, Any]) -> dict[str, Recorded]:
    """By the name of the reported fact; a fact that is not recorded is left out."""
    values: dict[str, Recorded | None] = {
        "occurred": _text(words.occurred(body), body["occurred_from"], body["occurred_to"]),
        "time": _text(words.clock_words(body) or body["time_note"], body["time_from"], (body["time_from"] or "")[:5]),
        "place": _text(words.local(body["place_name"], body["place_name_ar"]), body["place_name"]),
        "province": _code(edition, body["province"]),
        "damage": _text(words.local(body["damage"]), body["damage"]),
        "claimed_by": _claimants(edition, body),
        "casualties": _everybody(body),
        "casualties.killed": _figure(total(body, "killed")),
        "casualties.wounded": _figure(total(body, "wounded")),
    }
    if launch := body["launch"]:
        values["launch.place"] = _text(words.local(launch["place"]), launch["place"])
        values["launch.province"] = _code(edition, launch["province"])
    for name in ("fired", *OUTCOMES, "found_unfired"):
        values[f"munitions.{name}"] = _figure(words.sums(words.bounds(row[name]) for row in body["munitions"]))
    for group in CasualtyGroup:
        rows = [row for row in body["casualties"] if row["group"] == group]
        for name in ("killed", "wounded"):
            values[f"casualties.{group}.{name}"] = _figure(words.sums(words.bounds(row[name]) for row in rows))
    return {field: value for field, value in values.items() if value is not None and value.shown}


def total(body: dict[str, Any], name: str) -> Bounds | None:
    """Summed over the groups that exclude each other; where none of them reports, the report about everybody."""
    groups = [words.bounds(row[name]) for row in body["casualties"] if row["group"] != CasualtyGroup.ALL]
    everybody = [words.bounds(row[name]) for row in body["casualties"] if row["group"] == CasualtyGroup.ALL]
    found = words.sums(groups)
    return found if found is not None else words.sums(everybody)


def _figure(value: Bounds | None) -> Recorded | None:
    return Recorded(conditional_escape(words.range_words(value)), bounds=value) if value is not None else None


def _text(shown: Any, *ways: str | None) -> Recorded | None:
    return Recorded(conditional_escape(shown), folded=_folded(ways)) if shown else None


def _code(edition: Edition, code: str | None) -> Recorded | None:
    ref = edition.ref(RecordType.PROVINCE, code)
    if ref is None:
        return None
    name = ref.version.name if ref.version else ""
    return Recorded(ref.name, folded=_folded((code, name)), is_code=True)


def _claimants(edition: Edition, body: dict[str, Any]) -> Recorded | None:
    claims = [row for row in body["attributions"] if row["basis"] == Basis.CLAIMED]
    refs = edition.refs(RecordType.ACTOR, dict.fromkeys(row["actor"] for row in claims))
    ways = [way for ref in refs if ref.version for way in (ref.version.name, ref.version.name_ar, ref.public_id)]
    return Recorded(words.listed(ref.name for ref in refs), folded=_folded(ways)) if refs else None


def _everybody(body: dict[str, Any]) -> Recorded | None:
    """Killed and wounded together, for reports such as "none reported"."""
    figures = [total(body, "killed"), total(body, "wounded")]
    if None in figures:
        return None
    both = words.sums(figures)
    return Recorded(conditional_escape(words.range_words(both)), bounds=both)


def _folded(ways: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(fold(way) for way in ways if way)
