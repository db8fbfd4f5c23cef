"""What came before and after: linked incidents in both directions and statements that speak of them, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from attacks.choices import LinkKind, RecordType, StatementKind
from attacks.wording import formats
from dashboard import marks
from dashboard.records.edition import Edition, Ref

FEW = 6  # statements that still stand in the chain; more of them hide the incidents and stand in their own list only

# A link read from its other end.
REVERSED = {
    LinkKind.RETALIATION_FOR: _("Answered by"),
    LinkKind.POSSIBLE_RETALIATION_FOR: _("Possibly answered by"),
    LinkKind.SAME_BARRAGE: _("Same barrage as"),
    LinkKind.SAME_CAMPAIGN: _("Same campaign as"),
    LinkKind.FOLLOW_UP: _("Followed by"),
}


@dataclass(frozen=True, slots=True)
class Event:
    on: date
    when: str
    ref: Ref
    mark: Any
    relation: str
    meaning: Any
    is_self: bool = False


def linking_to(edition: Edition, public_id: str) -> list[Any]:
    """The incidents whose documents link to this one."""
    return list(
        edition.documents(RecordType.INCIDENT).filter(from_rev__document__body__contains={"links": [{"to": public_id}]})
    )


def chain(edition: Edition, version: Any, from_others: list[Any], statements: list[Any]) -> list[Event]:
    """Linked incidents and statements by date, the record itself among them; empty where nothing is linked."""
    events: dict[tuple[str, str], Event] = {}
    for link in version.body["links"]:
        if ref := edition.ref(RecordType.INCIDENT, link["to"]):
            kind = LinkKind(link["kind"])
            _add(events, _incident(ref, str(kind.label), kind.meaning))
    for other in from_others:
        for link in other.body["links"]:
            if link["to"] == version.public_id:
                kind = LinkKind(link["kind"])
                ref = Ref(RecordType.INCIDENT, other.public_id, other, edition)
                _add(events, _incident(ref, str(REVERSED[kind]), kind.meaning))
    if len(statements) <= FEW:
        for statement in statements:
            _add(events, _statement(edition, statement))
    if not events:
        return []
    own = Ref(RecordType.INCIDENT, version.public_id, version, edition)
    _add(events, _incident(own, "", "", is_self=True))
    return sorted((event for event in events.values()), key=lambda event: (event.on, event.ref.public_id))


def _add(events: dict[tuple[str, str], Event], event: Event | None) -> None:
    """The first word on a record stays: its own links before those of others."""
    if event is not None:
        events.setdefault((event.ref.record_type, event.ref.public_id), event)


def _incident(ref: Ref, relation: str, meaning: Any, *, is_self: bool = False) -> Event | None:
    row: Any = ref.version
    if row is None:
        return None
    when = formats.occurred(row.occurred_from, row.occurred_to, extent=row.date_extent, precision=row.date_precision)
    mark = marks.kind_mark(marks.mark_name(row.role, row.kind), "small")
    return Event(row.occurred_from, when, ref, mark, relation, meaning, is_self)


def _statement(edition: Edition, row: Any) -> Event:
    return Event(
        on=row.issued_on,
        when=formats.with_precision(row.issued_on, row.issued_on_precision),
        ref=Ref(RecordType.STATEMENT, row.public_id, row, edition),
        mark="",
        relation=str(StatementKind(row.kind).label),
        meaning=StatementKind(row.kind).meaning,
    )
