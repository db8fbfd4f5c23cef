"""Publishing, correcting, retracting, merging and redacting."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils.translation import override

from attacks.choices import RecordType
from attacks.ledger import history
from attacks.ledger.publish import PublicationRefused, merge, publish, publish_many, redact, retract, revisions_appended
from attacks.ledger.review import submit
from attacks.ledger.verify import verify
from attacks.models import Incident, LedgerHead, PublishedIncident, ReviewEvent, Revision, RevisionDocument
from tests.factories import (
    ActorFactory,
    AttributionFactory,
    BaseFactory,
    IncidentFactory,
    ProvinceFactory,
    SourceFactory,
    UserFactory,
    edited,
    published,
)

pytestmark = pytest.mark.django_db


def test_publishing_appends_one_revision_with_its_document_and_typed_row() -> None:
    incident = IncidentFactory()
    (revision,) = published(incident)
    assert (revision.id, revision.number, revision.event) == (1, 1, "published")
    assert revision.document.body["title"] == incident.title
    row = PublishedIncident.objects.get()
    assert (row.public_id, row.from_rev_id, row.to_rev) == (incident.public_id, 1, None)
    incident.refresh_from_db()
    assert (incident.proposal, incident.public_state) == ("none", "published")


def test_correcting_closes_the_version_before() -> None:
    incident = IncidentFactory()
    published(incident)
    (second,) = published(edited(incident, title="Two rockets"))
    assert (second.number, second.event) == (2, "corrected")
    assert list(PublishedIncident.objects.order_by("from_rev").values_list("from_rev", "to_rev")) == [(1, 2), (2, None)]
    assert history.version(RecordType.INCIDENT, incident.public_id, as_of=1).name != "Two rockets"
    assert history.version(RecordType.INCIDENT, incident.public_id).name == "Two rockets"


def test_an_unfinished_edit_stays_invisible() -> None:
    incident = IncidentFactory(title="As published")
    published(incident)
    edited(incident, title="Not yet")
    assert history.version(RecordType.INCIDENT, incident.public_id).body["title"] == "As published"


def test_publishing_what_reads_as_before_is_refused_and_appends_nothing() -> None:
    incident = IncidentFactory()
    published(incident)
    submit(record=edited(incident, internal_note="seen"), by=UserFactory())
    with pytest.raises(PublicationRefused, match="nothing that the public sees has changed"):
        publish(record=incident, editor=UserFactory())
    assert Revision.objects.count() == 1


def test_a_draft_is_not_published() -> None:
    incident = IncidentFactory()
    with pytest.raises(PublicationRefused, match=r"not in review \(Draft\)"):
        publish(record=incident, editor=UserFactory())


def test_nobody_publishes_what_they_wrote_last() -> None:
    author = UserFactory()
    incident = submit(record=IncidentFactory(changed_by=author), by=author)
    with pytest.raises(PublicationRefused, match="wrote last"):
        publish(record=incident, editor=author)


def test_a_refusal_speaks_the_language_of_the_editor() -> None:
    author = UserFactory()
    incident: Any = submit(record=IncidentFactory(changed_by=author), by=author)
    with override("ar"), pytest.raises(PublicationRefused) as refused:
        publish(record=incident, editor=author)
    words = str(refused.value).replace(incident.public_id, "")
    assert "ينشر" in words
    assert not re.search("[A-Za-z]", words)


def test_a_single_editor_may_where_the_deployment_allows_it(settings: Any) -> None:
    settings.SINGLE_EDITOR = True
    author = UserFactory()
    incident = submit(record=IncidentFactory(changed_by=author), by=author)
    assert publish(record=incident, editor=author).number == 1


def test_a_document_refers_only_to_what_is_public() -> None:
    base = BaseFactory(slug="balad")
    incident = submit(record=IncidentFactory(base=base), by=UserFactory())
    with pytest.raises(PublicationRefused, match=r"refers to balad \(Base\), which is not public; publish it first"):
        publish(record=incident, editor=UserFactory())
    published(base)
    assert publish(record=incident, editor=UserFactory()).document.body["base"] == "balad"


def test_records_that_refer_to_each_other_are_published_together_or_not_at_all() -> None:
    source, actor = SourceFactory(), ActorFactory()
    incident = IncidentFactory()
    incident.sources.add(source)
    AttributionFactory(incident=incident, actor=actor, source=source)
    with pytest.raises(PublicationRefused):
        published(source, incident)
    assert not Revision.objects.exists()
    assert len(published(source.outlet, source, actor, incident)) == 4


def test_retracting_leaves_a_notice_and_no_version() -> None:
    incident = IncidentFactory()
    published(incident)
    revision = retract(record=incident, editor=UserFactory(), note="It did not happen.")
    assert revision.event == "retracted"
    assert history.version(RecordType.INCIDENT, incident.public_id) is None
    assert history.version(RecordType.INCIDENT, incident.public_id, as_of=1) is not None
    assert history.ending(RecordType.INCIDENT, incident.public_id).change_note == "It did not happen."
    incident.refresh_from_db()
    assert incident.public_state == "retracted"


def test_a_retraction_without_a_note_is_refused() -> None:
    incident = IncidentFactory()
    published(incident)
    with pytest.raises(PublicationRefused, match="owed a note"):
        retract(record=incident, editor=UserFactory(), note="")


def test_a_retracted_record_can_be_published_again() -> None:
    incident = IncidentFactory()
    published(incident)
    retract(record=incident, editor=UserFactory(), note="Doubt.")
    incident.refresh_from_db()
    (revision,) = published(edited(incident, evidence_note="Now confirmed."))
    assert (revision.number, revision.event) == (3, "published")
    assert verify().fault is None


def test_a_merged_record_leads_to_the_last_of_the_chain() -> None:
    one, two, three = IncidentFactory.create_batch(3)
    published(one, two, three)
    merge(record=one, into=two, editor=UserFactory(), note="Same attack.")
    merge(record=two, into=three, editor=UserFactory(), note="Same attack.")
    assert history.merged_into(RecordType.INCIDENT, one.public_id) == three.public_id
    assert history.merged_into(RecordType.INCIDENT, three.public_id) is None


def test_a_redaction_blanks_documents_and_leaves_the_chain_whole() -> None:
    incident = IncidentFactory(title="Names somebody")
    published(incident)
    published(edited(incident, title="Names nobody"))
    redact(record=incident, numbers=[1], editor=UserFactory(), note="Court order.")
    assert RevisionDocument.objects.get(revision=1).body is None
    assert history.version(RecordType.INCIDENT, incident.public_id).name == "Names nobody"
    assert history.version(RecordType.INCIDENT, incident.public_id, as_of=1) is None
    assert verify().fault is None


def test_redacting_the_current_version_withdraws_the_record() -> None:
    incident = IncidentFactory()
    published(incident)
    redact(record=incident, numbers=[1], editor=UserFactory(), note="Court order.")
    incident.refresh_from_db()
    assert incident.public_state == "retracted"
    assert history.version(RecordType.INCIDENT, incident.public_id) is None
    assert verify().fault is None


def test_a_redaction_names_revisions_that_exist() -> None:
    incident = IncidentFactory()
    published(incident)
    with pytest.raises(PublicationRefused, match="has no revision 7"):
        redact(record=incident, numbers=[7], editor=UserFactory(), note="Court order.")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attacks_revision SET change_note = 'x'",
        "DELETE FROM attacks_revision",
        "TRUNCATE attacks_revision CASCADE",
        "UPDATE attacks_revisiondocument SET body = NULL",
        "UPDATE attacks_revisiondocument SET body = '{}'",
        "DELETE FROM attacks_revisiondocument",
        "TRUNCATE attacks_revisiondocument",
        "UPDATE attacks_reviewevent SET note = 'x'",
        "DELETE FROM attacks_reviewevent",
        "DELETE FROM attacks_ledgerhead",
        "UPDATE attacks_ledgerhead SET revision_id = NULL",
        "UPDATE attacks_incident SET public_state = 'retracted'",
        "UPDATE attacks_incident SET proposal = 'returned'",
    ],
)
def test_the_database_refuses_what_goes_round_the_ledger(statement: str) -> None:
    published(IncidentFactory())
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('attacks.ledger', 'off', true)")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


def test_every_step_of_the_review_is_written_down() -> None:
    published(IncidentFactory())
    steps = ReviewEvent.objects.order_by("id").values_list("from_proposal", "to_proposal")
    assert list(steps) == [("draft", "in_review"), ("in_review", "none")]


def test_publishing_costs_the_same_number_of_queries_for_many_as_for_few(django_assert_max_num_queries: Any) -> None:
    province = ProvinceFactory()
    published(province)
    records = IncidentFactory.create_batch(40, province=province)
    for record in records:
        submit(record=record, by=UserFactory())
    with django_assert_max_num_queries(40):
        publish_many(records=records, editor=UserFactory())


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_and_a_reader_that_never_skips_a_revision() -> None:
    """Each publisher holds its transaction open a moment; the reader sees every id before a larger one."""
    rounds = 8
    incidents = [submit(record=IncidentFactory(), by=UserFactory()) for _ in range(2 * rounds)]
    editor = UserFactory()
    faults: list[str] = []
    done = threading.Event()

    def publisher(mine: list[Incident]) -> None:
        try:
            for incident in mine:
                with transaction.atomic():
                    publish(record=incident, editor=editor)
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_sleep(0.01)")
        except Exception as error:
            faults.append(repr(error))
        finally:
            connections.close_all()

    def reader() -> None:
        seen: set[int] = set()
        try:
            while not done.is_set():
                watermark = max(seen, default=0)
                ids = set(Revision.objects.filter(id__gt=watermark).values_list("id", flat=True))
                missing = set(range(1, max(ids, default=watermark) + 1)) - seen - ids
                if missing:
                    faults.append(f"skipped {missing}")
                seen |= ids
        finally:
            connections.close_all()

    watcher = threading.Thread(target=reader)
    publishers = [threading.Thread(target=publisher, args=(incidents[n::2],)) for n in range(2)]
    watcher.start()
    for thread in publishers:
        thread.start()
    for thread in publishers:
        thread.join(timeout=30)
    done.set()
    watcher.join(timeout=10)
    assert not faults
    assert LedgerHead.objects.get().revision_id == 2 * rounds
    assert verify().fault is None


def _publish_and_fail(record: Incident) -> None:
    with transaction.atomic():
        publish(record=record, editor=UserFactory())
        raise RuntimeError("the power failed")


@pytest.mark.django_db(transaction=True)
def test_a_publication_that_fails_leaves_nothing_and_tells_nobody() -> None:
    told: list[int] = []

    def listen(watermark: int, **_: Any) -> None:
        told.append(watermark)

    revisions_appended.connect(listen)
    try:
        first = submit(record=IncidentFactory(), by=UserFactory())
        with pytest.raises(RuntimeError):
            _publish_and_fail(first)
        assert not Revision.objects.exists()
        assert told == []
        publish(record=first, editor=UserFactory())
        assert told == [1]
    finally:
        revisions_appended.disconnect(listen)
