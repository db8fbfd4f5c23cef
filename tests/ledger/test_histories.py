"""After any history of publishing, the chain holds and the projection equals the documents."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks.ledger import history
from attacks.ledger.publish import PublicationRefused, merge, redact, retract
from attacks.ledger.verify import verify
from attacks.models import Incident, LedgerHead, PublishedIncident, Revision
from tests.factories import (
    AttributionFactory,
    CasualtiesFactory,
    IncidentFactory,
    MunitionFactory,
    UserFactory,
    edited,
    published,
)

pytestmark = pytest.mark.django_db

RECORDS = 3
steps = st.lists(
    st.tuples(
        st.sampled_from(["publish", "correct", "retract", "merge", "redact"]),
        st.integers(0, RECORDS - 1),
        st.integers(0, RECORDS - 1),
    ),
    max_size=10,
)


class _Undo(Exception):
    pass


def take(step: str, record: Incident, other: Incident) -> None:
    """One step of a history; what a rule forbids at that moment is refused and changes nothing."""
    editor = UserFactory()
    record.refresh_from_db()
    if step == "publish" and record.proposal != "none":
        published(record, editor=editor)
    elif step == "correct":
        changed = edited(record, title=f"Title {Revision.objects.count()}", kind="drone")
        MunitionFactory(incident=changed, fired_low=1)
        published(changed, editor=editor)
    elif step == "retract":
        retract(record=record, editor=editor, note="Not so.")
    elif step == "merge":
        merge(record=record, into=other, editor=editor, note="The same.")
    elif step == "redact":
        redact(record=record, numbers=[1], editor=editor, note="Court order.")


@settings(max_examples=25)
@given(history_of=steps)
def test_the_projection_equals_the_documents_after_any_history(history_of: list[tuple[str, int, int]]) -> None:
    try:
        with transaction.atomic():
            records = IncidentFactory.create_batch(RECORDS)
            actor = AttributionFactory(incident=records[0]).actor
            CasualtiesFactory(incident=records[1], killed_low=0, killed_high=2)
            published(actor)
            for step, one, other in history_of:
                _try(step, records[one], records[other])
            verdict = verify()
            assert verdict.fault is None
            assert verdict.revisions == LedgerHead.objects.get().revision_id
            _check_every_moment(records, verdict.revisions)
            raise _Undo
    except _Undo:
        pass


def _try(step: str, record: Incident, other: Incident) -> None:
    before = Revision.objects.count()
    try:
        with transaction.atomic():
            take(step, record, other)
    except PublicationRefused:
        assert Revision.objects.count() == before


def _check_every_moment(records: list[Incident], last: int) -> None:
    """At each watermark a record has at most one public version, and it is the newest one opened by then."""
    for watermark in range(last + 1):
        for record in records:
            seen: list[Any] = list(PublishedIncident.objects.as_of(watermark).filter(public_id=record.public_id))
            assert len(seen) <= 1
            found = history.version(record.record_type, record.public_id, as_of=watermark)
            assert (found.from_rev_id if found else None) == (seen[0].from_rev_id if seen else None)
