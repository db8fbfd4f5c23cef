"""The least valid record of each type; traits add what a test is about."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from django.contrib.auth.models import User
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from attacks import models
from attacks.choices import (
    ActorKind,
    BaseKind,
    Basis,
    Channel,
    Confidence,
    CoverageGrade,
    DateExtent,
    DatePrecision,
    Evidence,
    Kind,
    LocationPrecision,
    OutletKind,
    Role,
    StatementKind,
    TallyUnit,
    TargetKind,
    TotalIs,
    UsNexus,
    Weapon,
)
from attacks.ledger import publish as ledger
from attacks.ledger.review import submit


class Factory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True


class UserFactory(Factory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user-{n}")


class ProvinceFactory(Factory):
    class Meta:
        model = models.Province
        django_get_or_create = ("code",)

    code = "IQ-BG"
    name = "Baghdad"
    name_ar = "بغداد"
    boundary = factory.LazyFunction(
        lambda: MultiPolygon(Polygon(((44, 33), (45, 33), (45, 34), (44, 34), (44, 33))), srid=4326)
    )


class BaseFactory(Factory):
    class Meta:
        model = models.Base

    slug = factory.Sequence(lambda n: f"base-{n}")
    name = factory.Sequence(lambda n: f"Base {n}")
    kind = BaseKind.AIR_BASE
    country = "IQ"
    location = factory.LazyFunction(lambda: Point(44.36, 33.94, srid=4326))
    location_precision = LocationPrecision.SITE


class ActorFactory(Factory):
    class Meta:
        model = models.Actor

    slug = factory.Sequence(lambda n: f"actor-{n}")
    name = factory.Sequence(lambda n: f"Actor {n}")
    kind = ActorKind.MILITIA


class AffiliationFactory(Factory):
    class Meta:
        model = models.Affiliation

    actor = factory.SubFactory(ActorFactory)
    parent = factory.SubFactory(ActorFactory)
    kind = "front_for"
    confidence = Confidence.MODERATE


class OutletFactory(Factory):
    class Meta:
        model = models.Outlet

    slug = factory.Sequence(lambda n: f"outlet-{n}")
    name = factory.Sequence(lambda n: f"Outlet {n}")
    kind = OutletKind.NEWSPAPER


class SourceFactory(Factory):
    class Meta:
        model = models.Source

    slug = factory.Sequence(lambda n: f"source-{n}")
    outlet = factory.SubFactory(OutletFactory)


class IncidentFactory(Factory):
    class Meta:
        model = models.Incident

    class Params:
        month_only = factory.Trait(
            occurred_from=date(2021, 3, 1),
            occurred_to=date(2021, 3, 31),
            date_extent=DateExtent.UNCERTAIN,
            date_precision=DatePrecision.MONTH,
        )
        response = factory.Trait(role=Role.RESPONSE, kind=Kind.AIR_STRIKE, target_kind=TargetKind.MILITIA_SITE)
        placed = factory.Trait(
            location=factory.LazyFunction(lambda: Point(44.36, 33.94, srid=4326)),
            location_precision=LocationPrecision.SITE,
        )

    public_id = factory.Sequence(lambda n: f"IQ-{n + 1:04d}")
    key = factory.LazyAttribute(lambda incident: incident.public_id.lower())
    role = Role.ATTACK
    kind = Kind.ROCKET
    title = factory.Sequence(lambda n: f"Rockets at place {n}")
    summary = "Rockets were fired."
    occurred_from = date(2021, 3, 15)
    occurred_to = factory.SelfAttribute("occurred_from")
    date_extent = DateExtent.SINGLE
    date_precision = DatePrecision.DAY
    place_name = "A place"
    country = "IQ"
    target_kind = TargetKind.BASE
    us_nexus = UsNexus.DIRECT
    evidence = Evidence.SINGLE_SOURCE
    confidence = Confidence.MODERATE


class MunitionFactory(Factory):
    class Meta:
        model = models.Munition

    incident = factory.SubFactory(IncidentFactory)
    weapon = Weapon.ROCKET


class CasualtiesFactory(Factory):
    class Meta:
        model = models.Casualties

    incident = factory.SubFactory(IncidentFactory)
    group = "civilian"


class AttributionFactory(Factory):
    class Meta:
        model = models.Attribution

    incident = factory.SubFactory(IncidentFactory)
    actor = factory.SubFactory(ActorFactory)
    basis = Basis.CLAIMED
    confidence = Confidence.HIGH


class StatementFactory(Factory):
    class Meta:
        model = models.Statement

    public_id = factory.Sequence(lambda n: f"ST-{n + 1:04d}")
    key = factory.LazyAttribute(lambda statement: statement.public_id.lower())
    speaker = factory.SubFactory(ActorFactory)
    kind = StatementKind.CLAIM
    issued_on = date(2021, 3, 16)
    issued_on_precision = DatePrecision.DAY
    channel = Channel.COMMUNIQUE
    paraphrase = "Says that it did it."
    confidence = Confidence.HIGH


class TallyFactory(Factory):
    class Meta:
        model = models.Tally

    slug = factory.Sequence(lambda n: f"tally-{n}")
    issuer_outlet = factory.SubFactory(OutletFactory)
    scope = "Attacks in Iraq"
    period_from = date(2021, 1, 1)
    period_from_precision = DatePrecision.DAY
    period_to = date(2021, 3, 31)
    period_to_precision = DatePrecision.DAY
    total = 32
    total_is = TotalIs.EXACT
    unit = TallyUnit.ATTACKS


class CoverageFactory(Factory):
    class Meta:
        model = models.Coverage

    slug = factory.Sequence(lambda n: f"coverage-{n}")
    period_from = date(2019, 5, 1)
    period_to = date(2023, 10, 16)
    scope = "all"
    grade = CoverageGrade.GOOD


def published(*records: models.Record, editor: User | None = None, note: str = "") -> list[models.Revision]:
    """The revisions of these records, submitted by one person and published together by another."""
    author = UserFactory()
    for record in records:
        if record.proposal != "in_review":
            submit(record=record, by=author)
    return ledger.publish_many(records=list(records), editor=editor or UserFactory(), note=note)


def edited(record: Any, **changes: Any) -> Any:
    """The record with changes saved as a draft by somebody else."""
    record.refresh_from_db()
    for name, value in changes.items():
        setattr(record, name, value)
    record.proposal = "draft"
    record.changed_by = UserFactory()
    record.save()
    return record
