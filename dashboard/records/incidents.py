"""The incident page and the list of incidents."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.utils.translation import gettext as _

from attacks.choices import Kind, RecordType, Role, StatementKind
from attacks.wording import formats
from dashboard import marks, parameters
from dashboard.records import words
from dashboard.records.edition import Edition
from dashboard.records.incident import (
    accounts,
    attribution,
    casualties,
    chain,
    facts,
    munitions,
    place,
)
from dashboard.records.incident.recorded import total
from dashboard.records.items import ItemList, item_list
from dashboard.records.lists import keyset
from dashboard.records.page import list_page, record_page

PER_PAGE = 50


@list_page("incidents", "records/incidents.html", known=("year", "before"))
def incidents(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Every incident, newest first, by year."""
    rows = edition.rows(RecordType.INCIDENT)
    years = list(
        rows.order_by()
        .annotate(year=ExtractYear("occurred_from"))
        .values("year")
        .annotate(count=Count("pk"))
        .order_by("-year")
    )
    year = parameters.number(request, "year", highest=9999)
    if year:
        rows = rows.filter(occurred_from__year=year)
    page = keyset(request, rows, date_field="occurred_from", per_page=PER_PAGE)
    return {"page": page, "years": years, "year": year, "total": sum(row["count"] for row in years)}


@record_page(RecordType.INCIDENT, "records/incident.html")
def incident(edition: Edition, version: Any) -> dict[str, Any]:
    body = version.body
    from_others = chain.linking_to(edition, version.public_id)
    statements = list(
        edition.documents(RecordType.STATEMENT)
        .filter(incidents__contains=[version.public_id])
        .order_by("issued_on", "public_id")
    )
    edition.keep([*from_others, *statements])
    edition.gather(accounts.wanted(body))
    edition.gather_for(body)
    told = accounts.accounts(edition, body)
    sources = item_list(edition, body["sources"])
    earlier, later = neighbours(edition, version)
    title = formats.local(body["title"], body["title_ar"])
    return {
        "plain_title": title,
        "description": formats.local(body["summary"], body["summary_ar"]),
        "title": words.local(body["title"], body["title_ar"]),
        "summary": words.local(body["summary"], body["summary_ar"]),
        "role_words": role_words(body),
        "when": when_words(body),
        "where": words.local(body["place_name"], body["place_name_ar"]),
        "mark": marks.kind_mark(marks.mark_name(body["role"], body["kind"])),
        "ladder": attribution.ladder(edition, body),
        "figures": figures(body, sources, statements),
        "facts": facts.facts(edition, body, told, sources),
        "munitions": munitions.munition_bars(body, told),
        "casualties": casualties.casualty_table(body),
        "accounts": told,
        "sources": sources,
        "statements": statement_rows(edition, statements),
        "chain": chain.chain(edition, version, from_others, statements),
        "duplicate_of": edition.ref(RecordType.INCIDENT, body["possible_duplicate_of"]),
        "place": place.place(
            edition,
            body,
            formats.local(body["place_name"], body["place_name_ar"]),
            marks.mark_name(body["role"], body["kind"]),
        ),
        "earlier": earlier,
        "later": later,
    }


def neighbours(edition: Edition, version: Any) -> tuple[Any, Any]:
    """The incidents just before and after this one in time."""
    rows = edition.rows(RecordType.INCIDENT)
    key = (version.occurred_from, version.public_id)
    earlier = rows.filter(occurred_from__lte=key[0]).exclude(occurred_from=key[0], public_id__gte=key[1])
    later = rows.filter(occurred_from__gte=key[0]).exclude(occurred_from=key[0], public_id__lte=key[1])
    return (
        earlier.order_by("-occurred_from", "-public_id").first(),
        later.order_by("occurred_from", "public_id").first(),
    )


def role_words(body: dict[str, Any]) -> str:
    """ "Attack: rocket, drone", "Attack foiled: rocket", "US response: air strike"."""
    kinds = _(", ").join(str(Kind(kind).label) for kind in (body["kind"], *body["also_kinds"]))
    role = _("Attack foiled") if body["is_foiled"] else str(Role(body["role"]).label)
    return _("%(role)s: %(kinds)s") % {"role": role, "kinds": kinds}


def when_words(body: dict[str, Any]) -> str:
    return _(", ").join(part for part in (words.occurred(body), words.clock_words(body)) if part)


def figures(body: dict[str, Any], sources: ItemList, statements: list[Any]) -> list[dict[str, Any]]:
    """The large numbers under the title; `value` "" means not reported."""
    fired = words.sums(words.bounds(row["fired"]) for row in body["munitions"])
    killed, wounded = total(body, "killed"), total(body, "wounded")
    indirect = any(row["is_indirect"] and row["killed"] for row in body["casualties"])
    kinds: dict[str, int] = {}
    for statement in statements:
        kinds[statement.kind] = kinds.get(statement.kind, 0) + 1
    return [
        {
            "value": words.range_words(fired),
            "label": _("used") if any(row["weapon"] in munitions.USED for row in body["munitions"]) else _("fired"),
            "note": _partly(body["munitions"]),
        },
        {
            "value": words.range_words(killed),
            "label": _("killed"),
            "note": _("indirectly") if indirect else _("said to be none") if killed == (0, 0) else "",
        },
        {
            "value": words.range_words(wounded),
            "label": _("wounded"),
            "note": _("said to be none") if wounded == (0, 0) else "",
        },
        {"value": formats.number(len(statements)), "label": _("statements"), "note": _statement_kinds(statements)},
        {
            "value": formats.number(sources.origins),
            "label": _("independent origins"),
            "note": _("of %(sources)s") % {"sources": words.count_sources(len(sources))}
            if len(sources)
            else _("no source"),
        },
    ]


def _partly(rows: list[dict[str, Any]]) -> str:
    """Says so when the sum leaves out weapons of which no number is reported."""
    unknown = sum(row["fired"] is None for row in rows)
    return _("of some weapons no number is reported") if 0 < unknown < len(rows) else ""


def _statement_kinds(statements: list[Any]) -> str:
    kinds = dict.fromkeys(statement.kind for statement in statements)
    return _(", ").join(str(StatementKind(kind).label) for kind in list(kinds)[:3])


def statement_rows(edition: Edition, statements: list[Any]) -> list[dict[str, Any]]:
    """Statements as they are listed: who, what, when, in our words."""
    return [
        {
            "public_id": row.public_id,
            "row": row,
            "speaker": edition.ref(RecordType.ACTOR, row.speaker),
            "spokesperson": words.local(row.body["spokesperson_name"] or row.body["spokesperson_role"]),
            "paraphrase": words.local(row.name, row.name_ar),
            "condition": words.local(row.body["condition"]),
            "day": formats.with_precision(row.issued_on, row.issued_on_precision),
        }
        for row in statements
    ]
