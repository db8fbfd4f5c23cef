"""The attribution ladder: who says who did it, from the firmest basis down, and the rule that gives the status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from attacks.attribution import attribution_status
from attacks.choices import AttributionStatus, Basis, Confidence, RecordType
from attacks.wording import formats
from dashboard import marks
from dashboard.records import words
from dashboard.records.edition import Edition, Ref


@dataclass(frozen=True, slots=True)
class Rung:
    actor: Ref
    made_by: Ref | None
    is_own: bool  # the actor speaks of itself
    day: str
    statement: Ref | None
    source: Ref | None
    confidence: str
    pips: Any
    is_withdrawn: bool
    note: str


@dataclass(frozen=True, slots=True)
class Step:
    basis: str
    meaning: Any
    rungs: list[Rung]


@dataclass(frozen=True, slots=True)
class Ladder:
    steps: list[Step]
    status: str
    status_words: str
    rule: str


def made_by(edition: Edition, issuer: dict[str, str] | None) -> Ref | None:
    """Who speaks: an actor or an outlet."""
    if issuer is None:
        return None
    if "actor" in issuer:
        return edition.ref(RecordType.ACTOR, issuer["actor"])
    return edition.ref(RecordType.OUTLET, issuer["outlet"])


def ladder(edition: Edition, body: dict[str, Any]) -> Ladder:
    rows = body["attributions"]
    status = attribution_status(rows)
    steps = []
    for basis in Basis:
        rungs = [_rung(edition, row) for row in rows if row["basis"] == basis]
        if rungs:
            steps.append(Step(str(basis), basis.meaning, rungs))
    return Ladder(
        steps=steps,
        status=str(status),
        status_words=str(status.label),
        rule=rule_words(status),
    )


def rule_words(status: AttributionStatus) -> str:
    """The sentence that names the rule behind a status, by its place in the order of the rules."""
    return _("Status “%(status)s”, by rule %(number)s of six: %(meaning)s") % {
        "status": status.label,
        "number": formats.number(list(AttributionStatus).index(status) + 1),
        "meaning": status.meaning,
    }


def _rung(edition: Edition, row: dict[str, Any]) -> Rung:
    actor = edition.ref(RecordType.ACTOR, row["actor"])
    speaker = made_by(edition, row["made_by"])
    assert actor is not None  # every attribution names an actor
    return Rung(
        actor=actor,
        made_by=speaker,
        is_own=speaker is not None and (speaker.record_type, speaker.public_id) == (actor.record_type, actor.public_id),
        day=words.dated(row["made_on"], "day"),
        statement=edition.ref(RecordType.STATEMENT, row["statement"]),
        source=edition.ref(RecordType.SOURCE, row["source"]),
        confidence=str(Confidence(row["confidence"]).label),
        pips=marks.pips(marks.CONFIDENCE_PIPS[row["confidence"]]),
        is_withdrawn=row["is_withdrawn"],
        note=row["note"],
    )
