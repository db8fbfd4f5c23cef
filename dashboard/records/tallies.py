"""The list of counts that others have published, each with its scope, rule and exactness."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from attacks.choices import RecordType, TallyUnit, TotalIs
from attacks.wording import formats
from dashboard.records import words
from dashboard.records.edition import Edition
from dashboard.records.incident.attribution import made_by
from dashboard.records.page import list_page


@list_page("tallies", "records/tallies.html")
def tallies(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Every published count, the latest period first."""
    rows = list(edition.documents(RecordType.TALLY).order_by("-period_to", "public_id"))
    edition.gather_for(*(row.body for row in rows))
    return {"rows": [_row(edition, row) for row in rows]}


def _row(edition: Edition, row: Any) -> dict[str, Any]:
    body = row.body
    start = words.dated(body["period_from"], body["period_from_precision"])
    end = words.dated(body["period_to"], body["period_to_precision"])
    return {
        "row": row,
        "body": body,
        "issuer": made_by(edition, body["issuer"]),
        "period": start if start == end else f"{start} {formats.DASH} {end}",
        "total": formats.number(body["total"]) if body["total"] is not None else "",
        "total_is": TotalIs(body["total_is"]).label,
        "is_exact": body["total_is"] == TotalIs.EXACT,
        "unit": TallyUnit(body["unit"]).label,
        "parts": _parts(body["breakdown"]) + _parts(body["figures"]),
        "stated": words.dated(body["stated_on"], body["stated_on_precision"]),
        "sources": edition.refs(
            RecordType.SOURCE, [slug for slug in (body["source"], *body["further_sources"]) if slug]
        ),
        "incident": edition.ref(RecordType.INCIDENT, body["incident"]),
    }


def _parts(values: dict[str, Any]) -> list[tuple[str, str]]:
    """The parts of a count by name; country codes in words."""
    return [
        (
            words.country(name) if len(name) == 2 and name.isupper() else name.replace("_", " "),
            formats.number(value) if isinstance(value, int | float) else str(value),
        )
        for name, value in values.items()
    ]
