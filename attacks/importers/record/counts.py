"""The counts that the README of the record gives, taken from the entries that were read."""

from __future__ import annotations

from collections import Counter

from .reading import Entry, RecordFiles


def summary(record: RecordFiles) -> list[str]:
    """The counts in lines for people."""
    incidents = record["incidents"]
    counted = [entry for entry in incidents if entry["role"] == "attack" and not entry["foiled"]]
    attacks = sum(entry["count"] or 1 for entry in counted)
    return [
        ", ".join(f"{name} {len(entries)}" for name, entries in record.entries.items())
        + f", provinces {len(record.provinces)}",
        f"roles: {_by(incidents, 'role')}, of the responses unclaimed {sum(entry['unclaimed'] for entry in incidents)}",
        "per year: " + ", ".join(f"{year} {number}" for year, number in sorted(per_year(incidents).items())),
        f"by kind: {_by(incidents, 'kind')}",
        f"by evidence: {_by(incidents, 'evidence')}",
        f"by country: {_by(incidents, 'country')}",
        f"by US nexus: {_by(incidents, 'us_nexus')}",
        f"attacks that took place: {len(counted)} records, {attacks} attacks",
    ]


def per_year(incidents: list[Entry]) -> Counter[int]:
    """Incidents by the year of their first possible day."""
    return Counter(entry["occurred_from"].year for entry in incidents)


def _by(entries: list[Entry], field: str) -> str:
    return ", ".join(f"{value} {number}" for value, number in Counter(entry[field] for entry in entries).most_common())
