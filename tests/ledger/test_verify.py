"""Verification finds each way in which the ledger can be broken, and names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from attacks.ledger.verify import verify
from attacks.models import Incident
from tests.factories import ActorFactory, AffiliationFactory, AttributionFactory, IncidentFactory, edited, published

pytestmark = pytest.mark.django_db


def tamper(*statements: str) -> None:
    """What somebody with the owner's rights could do: switch the triggers off and change rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def incident() -> Iterator[Incident]:
    """Three revisions of one incident with an attribution, after an actor and its parent; rolled back at the end."""
    with transaction.atomic():
        affiliation = AffiliationFactory()
        incident = IncidentFactory()
        AttributionFactory(incident=incident, actor=affiliation.actor)
        published(affiliation.actor, affiliation.parent, incident)
        published(edited(incident, title="Second"))
        published(edited(incident, title="Third"))
        yield incident
        transaction.set_rollback(True)


def test_a_sound_ledger_has_no_fault(incident: Incident) -> None:
    verdict = verify()
    assert verdict.fault is None
    assert (verdict.revisions, verdict.versions) == (5, 5)


BREAKS: dict[str, tuple[Callable[[], None], str, str]] = {
    "edited document": (
        lambda: tamper('UPDATE attacks_revisiondocument SET body = body || \'{"title": "x"}\' WHERE revision_id = 4'),
        "edited_document",
        "revision 4",
    ),
    "edited header": (
        lambda: tamper("UPDATE attacks_revision SET change_note = 'x' WHERE id = 3"),
        "edited_header",
        "revision 3",
    ),
    "lost tail": (
        lambda: tamper(
            "DELETE FROM attacks_publishedincident WHERE from_rev_id = 5",
            "UPDATE attacks_publishedincident SET to_rev = NULL WHERE from_rev_id = 4",
            "DELETE FROM attacks_revisiondocument WHERE revision_id = 5",
            "DELETE FROM attacks_revision WHERE id = 5",
        ),
        "lost_tail",
        "revision 4",
    ),
    "lost record": (
        lambda: tamper(
            "DELETE FROM attacks_revisiondocument WHERE revision_id = 2", "DELETE FROM attacks_revision WHERE id = 2"
        ),
        "lost_record",
        "revision 2",
    ),
    "stale projection": (
        lambda: tamper("UPDATE attacks_publishedincident SET kind = 'drone' WHERE from_rev_id = 5"),
        "stale_projection",
        "r3",
    ),
    "stale row of the projection": (
        lambda: tamper("UPDATE attacks_publishedattribution SET basis = 'denied'"),
        "stale_projection",
        "r1",
    ),
    "stale words": (
        lambda: tamper("DELETE FROM attacks_postinglist WHERE word_id = (SELECT min(id) FROM attacks_word)"),
        "stale_projection",
        "incident version",
    ),
    "row without a document": (
        lambda: tamper(
            "UPDATE attacks_publishedincident SET from_rev_id = 1, public_id = 'IQ-9999' WHERE from_rev_id = 3"
        ),
        "stale_projection",
        "r1",
    ),
    "blank document": (
        lambda: tamper("UPDATE attacks_revisiondocument SET body = NULL WHERE revision_id = 3"),
        "lost_document",
        "revision 3",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_break_is_named(name: str, incident: Incident) -> None:
    breaking, kind, where = BREAKS[name]
    breaking()
    fault = verify().fault
    assert fault is not None
    assert fault.kind == kind
    assert where in fault.where


def test_the_command_fails_and_names_the_fault(incident: Incident) -> None:
    BREAKS["edited header"][0]()
    with pytest.raises(CommandError, match="edited header at revision 3"):
        call_command("verify_ledger")


def test_a_rewritten_chain_shows_against_what_was_seen_before(incident: Incident) -> None:
    """Somebody who rewrites the whole tail consistently is caught by the digest an earlier check wrote down."""
    from django.utils import timezone

    from attacks.models import LedgerHead, TaskOutcome

    now = timezone.now()
    TaskOutcome.objects.create(
        name="check_ledger", is_ok=True, started_at=now, finished_at=now, watermark=5,
        digest=LedgerHead.objects.get().digest,
    )  # fmt: skip
    assert verify().fault is None
    BREAKS["lost tail"][0]()
    tamper("UPDATE attacks_ledgerhead SET revision_id = 4, digest = (SELECT digest FROM attacks_revision WHERE id = 4)")
    fault = verify().fault
    assert fault is not None
    assert fault.kind == "lost_tail"


def test_the_actor_of_the_fixture_is_projected_with_its_affiliation(incident: Incident) -> None:
    from attacks.models import PublishedAffiliation

    assert PublishedAffiliation.objects.count() == 1
    assert ActorFactory._meta.model.objects.count() == 2
