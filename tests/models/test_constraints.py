"""The database refuses what the domain forbids, by a constraint with a readable name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from itertools import product
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction

from attacks.choices import Proposal
from attacks.ledger.review import TRANSITIONS, TransitionRefused, return_to_author, submit
from attacks.migrations import __name__ as migrations_package
from attacks.models import Base, Incident, IncidentLink, Presence, Report, ReportedValue, Source
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = date(2021, 3, 15)
BREAKS: dict[str, Callable[[], Any]] = {
    "incident_dates_are_ordered": lambda: make.IncidentFactory(
        occurred_from=DAY, occurred_to=date(2021, 3, 14), date_extent="spans"
    ),
    "incident_date_extent_fits_dates": lambda: make.IncidentFactory(date_extent="uncertain"),
    "incident_times_are_ordered": lambda: make.IncidentFactory(time_from=time(5), time_to=time(4)),
    "incident_location_has_precision": lambda: make.IncidentFactory(location=Point(44, 33, srid=4326)),
    "incident_abroad_has_no_province": lambda: make.IncidentFactory(country="SY", province=make.ProvinceFactory()),
    "incident_public_id_form": lambda: make.IncidentFactory(public_id="IR-1"),
    "incident_counts_at_least_one": lambda: make.IncidentFactory(attack_count=0),
    "incident_discounted_with_a_reason": lambda: make.IncidentFactory(evidence="discounted"),
    "incident_role_is_known": lambda: make.IncidentFactory(role="strike"),
    "incident_country_is_iso_3166": lambda: make.IncidentFactory(country="iq"),
    "incident_proposal_is_known": lambda: _past_the_trigger(make.IncidentFactory(), proposal="lost"),
    "munition_fired_is_ordered": lambda: make.MunitionFactory(fired_low=3, fired_high=2),
    "munition_outcomes_do_not_exceed_fired": lambda: make.MunitionFactory(
        fired_low=7, fired_high=7, hit_low=3, fell_wide_low=5
    ),
    "casualties_killed_are_ordered": lambda: make.CasualtiesFactory(killed_low=3, killed_high=2),
    "casualties_one_row_per_group": lambda: _twice(make.CasualtiesFactory, incident=make.IncidentFactory()),
    "attribution_is_made_by_one": lambda: make.AttributionFactory(
        made_by_actor=make.ActorFactory(), made_by_outlet=make.OutletFactory()
    ),
    "link_is_not_to_itself": lambda: _link_to_itself(),
    "base_location_has_precision": lambda: make.BaseFactory(location_precision=""),
    "presence_dates_are_ordered": lambda: Presence.objects.create(
        base=make.BaseFactory(),
        force="coalition",
        since=DAY,
        since_precision="day",
        until=date(2020, 1, 1),
        until_precision="day",
    ),
    "presence_until_has_precision": lambda: Presence.objects.create(
        base=make.BaseFactory(), force="coalition", until=DAY
    ),
    "affiliation_is_not_with_itself": lambda: _affiliated_with_itself(),
    "affiliation_since_has_precision": lambda: make.AffiliationFactory(since=DAY),
    "affiliation_has_no_cycle": lambda: _cycle(),
    "source_date_has_precision": lambda: make.SourceFactory(published_on=DAY),
    "source_address_is_http": lambda: make.SourceFactory(url="javascript:alert(1)"),
    "attacks_source_url": lambda: _twice(make.SourceFactory, url="https://example.org/a"),
    "statement_public_id_form": lambda: make.StatementFactory(public_id="7"),
    "tally_has_one_issuer": lambda: make.TallyFactory(issuer_outlet=None),
    "coverage_dates_are_ordered": lambda: make.CoverageFactory(period_to=date(2000, 1, 1)),
    "province_code_is_iso_3166_2": lambda: make.ProvinceFactory(code="BG"),
    "reported_value_fact_is_known": lambda: _reported("munitions.stolen"),
    "report_rejected_with_a_reason": lambda: Report.objects.create(text="x", status="rejected"),
    "report_has_text_or_address": lambda: Report.objects.create(),
}


def _update(record: Any, **changes: Any) -> None:
    type(record).objects.filter(pk=record.pk).update(**changes)


def _past_the_trigger(record: Any, **changes: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    _update(record, **changes)


def _twice(factory: Any, **values: Any) -> None:
    factory(**values)
    factory(**values)


def _link_to_itself() -> None:
    incident = make.IncidentFactory()
    IncidentLink.objects.create(incident=incident, kind="follow_up", to=incident)


def _affiliated_with_itself() -> None:
    actor = make.ActorFactory()
    make.AffiliationFactory(actor=actor, parent=actor)


def _cycle() -> None:
    first, second, third = make.ActorFactory.create_batch(3)
    make.AffiliationFactory(actor=first, parent=second)
    make.AffiliationFactory(actor=second, parent=third)
    make.AffiliationFactory(actor=third, parent=first)


def _reported(field: str) -> None:
    account = make.IncidentFactory().accounts.create(source=make.SourceFactory())
    ReportedValue.objects.create(account=account, field=field, value="1")


@pytest.mark.parametrize("name", BREAKS)
def test_the_constraint_refuses(name: str) -> None:
    with pytest.raises(IntegrityError, match=name) as refused, transaction.atomic():
        BREAKS[name]()
    assert name in str(refused.value)


def test_an_actor_may_stand_under_several_others() -> None:
    """A graph, not a tree: two parents that share an ancestor are no cycle."""
    group, one, two, top = make.ActorFactory.create_batch(4)
    for parent in (one, two):
        make.AffiliationFactory(actor=group, parent=parent)
        make.AffiliationFactory(actor=parent, parent=top)
    assert group.affiliations.count() == 2


def test_times_across_midnight_are_ordered_as_moments() -> None:
    incident = make.IncidentFactory(
        occurred_from=date(2023, 11, 8),
        occurred_to=date(2023, 11, 9),
        date_extent="spans",
        time_from=time(23, 30),
        time_to=time(0, 40),
    )
    assert Incident.objects.filter(pk=incident.pk).exists()


def test_many_sources_may_have_no_address() -> None:
    make.SourceFactory.create_batch(2, url=None)
    assert Source.objects.filter(url=None).count() == 2


def test_outcomes_may_stay_open_where_the_number_fired_is_unknown() -> None:
    assert make.MunitionFactory(hit_low=3, hit_high=3).pk


def test_a_new_record_is_an_unpublished_draft() -> None:
    with pytest.raises(IntegrityError, match="unpublished draft"), transaction.atomic():
        make.BaseFactory(public_state="published")


@pytest.mark.parametrize("step", list(product(Proposal, Proposal)))
def test_the_database_takes_exactly_the_steps_of_the_table(step: tuple[str, str]) -> None:
    """The trigger and `TRANSITIONS` say the same; `set_config` stands for the ledger, which alone may publish."""
    start, end = step
    base = make.BaseFactory()
    path = {
        "draft": [],
        "in_review": ["in_review"],
        "returned": ["in_review", "returned"],
        "none": ["in_review", "none"],
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('attacks.ledger', 'on', true)")
    for proposal in path[start]:
        _update(base, proposal=proposal)
    if start == end or step in TRANSITIONS:
        _update(base, proposal=end)
        assert Base.objects.get(pk=base.pk).proposal == end
    else:
        with pytest.raises(IntegrityError, match="review has no step"), transaction.atomic():
            _update(base, proposal=end)


def test_only_the_ledger_publishes() -> None:
    base = make.BaseFactory()
    _update(base, proposal="in_review")
    with pytest.raises(IntegrityError, match="only the ledger publishes"), transaction.atomic():
        _update(base, proposal="none")


def test_a_record_is_returned_with_a_note() -> None:
    author, editor = make.UserFactory(), make.UserFactory()
    base = submit(record=make.BaseFactory(), by=author)
    with pytest.raises(IntegrityError, match="review_event_return_has_a_note"), transaction.atomic():
        return_to_author(record=base, by=editor, note="")
    base.refresh_from_db()
    return_to_author(record=base, by=editor, note="The operator needs a source.")
    base.refresh_from_db()
    assert base.proposal == "returned"


def test_a_step_that_the_table_lacks_is_refused_in_words() -> None:
    with pytest.raises(TransitionRefused, match="no step of the review leads from “Draft” to “Returned”"):
        return_to_author(record=make.BaseFactory(slug="balad"), by=make.UserFactory(), note="x")


def test_the_migrations_are_one_line() -> None:
    """Linear history: each migration depends on one before it."""
    from importlib import import_module
    from pathlib import Path

    folder = Path(import_module(migrations_package).__path__[0])
    numbers = sorted(path.name[:4] for path in folder.glob("[0-9]*.py"))
    assert numbers == [f"{n + 1:04d}" for n in range(len(numbers))]
