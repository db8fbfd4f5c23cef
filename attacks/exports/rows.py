"""Published incidents as rows for files, read in chunks so that memory stays flat however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from attacks.models import PublishedAttribution, PublishedIncident

from .columns import Row

CHUNK = 1000
# What columns.COLUMNS read; the rest of a version stays in the database.
_FIELDS = tuple(
    field.attname
    for field in PublishedIncident._meta.concrete_fields
    if field.name not in ("search", "search_text", "from_rev", "to_rev", "time_from", "time_note")
)


def chunks(version_ids: Sequence[int]) -> Iterator[list[int]]:
    """The numbers in lists of CHUNK."""
    numbers = iter(version_ids)
    while chunk := list(islice(numbers, CHUNK)):
        yield chunk


def rows(version_ids: Sequence[int], *, site_url: str) -> Iterator[Row]:
    """One row per version, in the order given: two queries per chunk, none before its first row is asked for."""
    for chunk in chunks(version_ids):
        named: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        attributions = PublishedAttribution.objects.filter(version__in=chunk).order_by("version", "actor")
        for version_id, actor, basis in attributions.values_list("version_id", "actor", "basis"):
            if actor not in named[version_id][basis]:
                named[version_id][basis].append(actor)
        versions = PublishedIncident.objects.filter(pk__in=chunk).order_by()
        found: dict[int, dict[str, Any]] = {
            row["id"]: row for row in versions.values(*_FIELDS, "from_rev__number", "from_rev__published_at")
        }
        for number in chunk:
            if number in found:  # a version whose document was blanked meanwhile is gone
                row = found[number]
                row["named"] = named.get(number, {})
                row["title"], row["title_ar"] = row["name"], row["name_ar"]
                row["revision"] = row["from_rev__number"]
                row["published_at"] = row["from_rev__published_at"].isoformat()
                row["url"] = f"{site_url}/incidents/{row['public_id']}/?rev={row['revision']}"
                yield row


def documents(version_ids: Sequence[int]) -> Iterator[PublishedIncident]:
    """The versions with their documents, in the order given, one query per chunk."""
    for chunk in chunks(version_ids):
        versions = PublishedIncident.objects.filter(pk__in=chunk).defer("search", "search_text")
        found = {version.pk: version for version in versions.select_related("from_rev__document").order_by()}
        yield from (found[number] for number in chunk if number in found)
