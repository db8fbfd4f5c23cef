"""Works out, from the YAML alone and without the project's code, what the explorer must answer for a table of filters.

    python tests/expected/totals.py        # writes totals.json beside this file

The rule of every figure but `foiled` and the strikes: role attack, not foiled, not discounted, US nexus direct or
indirect, all countries. In the shape below a Count is {"attacks": n, "records": n}: attacks sum `count`, which is 1
where it isn't written; records are the entries behind them.

    all                       Count
    per_year                  {"2018": Count, ...}  whose first to last possible day overlaps the year
    per_province              {"IQ-BG": Count, ...}  by the province in the record; abroad there is none
    outside_iraq              Count
    launched_from_diyala      Count  launch.province IQ-DI
    kataib_hezbollah.brand    {"any": Count, "claimed": Count, ...}  attributions to the group itself, on that basis
    kataib_hezbollah.parent   the same, to itself or to an actor that is front_for it on the incident's days; a missing
                              since or until means in force. "any": every basis but denied
    foiled                    {"records": n}  role attack, any US nexus, found before launch
    responses                 {"records": n}  role response, any US nexus, without the strikes that nobody claims
    unclaimed_strikes         {"records": n}  any US nexus

Year filters overlap: an incident over New Year counts in both years, so per_year may sum to more than all.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "attacks" / "data" / "record"
TOTALS = Path(__file__).with_name("totals.json")
BASES = ("claimed", "assessed", "accused", "suspected", "denied")
GROUP = "kataib-hezbollah"

Entry = dict[str, Any]


def entries(path: Path) -> list[Entry]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def is_counted(incident: Entry) -> bool:
    return (
        incident["role"] == "attack"
        and not incident.get("foiled")
        and incident["evidence"] != "discounted"
        and incident["us_nexus"] in ("direct", "indirect")
    )


def count(incidents: Iterable[Entry]) -> dict[str, int]:
    chosen = list(incidents)
    return {"attacks": sum(incident.get("count", 1) for incident in chosen), "records": len(chosen)}


def first_day(written: str) -> str:
    return written + "-01-01"[len(written) - 4 :]


def last_day(written: str) -> str:
    if len(written) == 4:
        return f"{written}-12-31"
    if len(written) == 7:
        return f"{written}-{monthrange(int(written[:4]), int(written[5:]))[1]}"
    return written


def is_front(actor: Entry, group: str, incident: Entry) -> bool:
    """Whether the actor is assessed to be a front for the group on the days of the incident."""
    return any(
        affiliation["kind"] == "front_for"
        and affiliation["parent"] == group
        and (not affiliation["since"] or first_day(affiliation["since"]) <= incident["occurred_to"])
        and (not affiliation["until"] or last_day(affiliation["until"]) >= incident["occurred_from"])
        for affiliation in actor["affiliations"]
    )


def by_basis(incidents: list[Entry], is_meant: Callable[[str, Entry], bool]) -> dict[str, dict[str, int]]:
    def chosen(bases: tuple[str, ...]) -> dict[str, int]:
        return count(
            incident
            for incident in incidents
            if any(row["basis"] in bases and is_meant(row["actor"], incident) for row in incident["attributions"])
        )

    return {"any": chosen(BASES[:-1]), **{basis: chosen((basis,)) for basis in BASES}}


def totals(record: Path = RECORD) -> dict[str, Any]:
    """The table, in the shape given above."""
    actors = {actor["slug"]: actor for actor in entries(record / "actors.yaml")}
    incidents = [incident for path in sorted((record / "incidents").glob("*.yaml")) for incident in entries(path)]
    counted = [incident for incident in incidents if is_counted(incident)]
    years = range(
        int(min(incident["occurred_from"] for incident in incidents)[:4]),
        int(max(incident["occurred_to"] for incident in incidents)[:4]) + 1,
    )
    provinces = sorted({incident["province"] for incident in counted if incident["province"]})
    strikes = [incident for incident in incidents if incident["role"] == "response"]
    return {
        "all": count(counted),
        "per_year": {
            str(year): count(
                incident
                for incident in counted
                if incident["occurred_from"] <= f"{year}-12-31" and incident["occurred_to"] >= f"{year}-01-01"
            )
            for year in years
        },
        "per_province": {
            province: count(incident for incident in counted if incident["province"] == province)
            for province in provinces
        },
        "outside_iraq": count(incident for incident in counted if incident["country"] != "IQ"),
        "launched_from_diyala": count(
            incident for incident in counted if incident["launch"] and incident["launch"]["province"] == "IQ-DI"
        ),
        "kataib_hezbollah": {
            "brand": by_basis(counted, lambda actor, _incident: actor == GROUP),
            "parent": by_basis(
                counted, lambda actor, incident: actor == GROUP or is_front(actors[actor], GROUP, incident)
            ),
        },
        "foiled": {"records": sum(bool(i["role"] == "attack" and i.get("foiled")) for i in incidents)},
        "responses": {"records": sum(not strike.get("unclaimed") for strike in strikes)},
        "unclaimed_strikes": {"records": sum(bool(strike.get("unclaimed")) for strike in strikes)},
    }


def text(table: dict[str, Any]) -> str:
    return json.dumps(table, indent=2) + "\n"


if __name__ == "__main__":
    TOTALS.write_text(text(totals()), encoding="utf-8")
