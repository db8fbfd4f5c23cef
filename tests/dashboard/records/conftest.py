"""A small published record: the attack on Balad with its rival accounts, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from attacks import models
from tests import factories as make


@dataclass
class Record:
    incident: models.Incident
    strike: models.Incident
    claimant: models.Actor
    parent: models.Actor
    statement: models.Statement
    base: models.Base
    wire: models.Outlet
    sources: list[models.Source]
    tally: models.Tally
    everything: list[models.Record]


@pytest.fixture(autouse=True)
def numbers() -> None:
    """Public ids that factories make up stay clear of those written out here."""
    make.IncidentFactory.reset_sequence(1000, force=True)
    make.StatementFactory.reset_sequence(1000, force=True)


def account(incident: models.Incident, source: models.Source, said_by: str = "", **values: str) -> models.Account:
    """An account of an incident; names of facts are written with __ for a dot."""
    made = models.Account.objects.create(incident=incident, source=source, said_by=said_by)
    for field, value in values.items():
        models.ReportedValue.objects.create(account=made, field=field.replace("__", "."), value=value)
    return made


@pytest.fixture
def record(db: None) -> Record:
    """Published in one go."""
    province = make.ProvinceFactory(code="IQ-SD", name="Salah al-Din", name_ar="صلاح الدين")
    diyala = make.ProvinceFactory(code="IQ-DI", name="Diyala", name_ar="ديالى")
    base = make.BaseFactory(slug="balad", name="Balad Air Base", name_ar="قاعدة بلد الجوية", province=province)
    wire = make.OutletFactory(slug="wire", name="Wire", kind="news_agency", reliability="A")
    paper = make.OutletFactory(slug="paper", name="Paper", name_ar="صحيفة", reliability="C")
    sources: list[Any] = [
        make.SourceFactory(slug="paper-1", outlet=paper, origin=wire, url="https://paper.example/1", language="en"),
        make.SourceFactory(
            slug="paper-2",
            outlet=paper,
            origin=wire,
            title="Rockets at Balad",
            url="https://paper.example/2",
            published_on=date(2021, 3, 16),
            published_on_precision="day",
        ),
        make.SourceFactory(slug="other-1", url="https://other.example/1"),
    ]
    models.Presence.objects.create(
        base=base, force="coalition", until=date(2020, 8, 1), until_precision="month", source=sources[0]
    )
    claimant = make.ActorFactory(slug="claimant", name="The Claimant", name_ar="المتبني", kind="facade")
    parent = make.ActorFactory(slug="parent", name="The Parent")
    make.AffiliationFactory(actor=claimant, parent=parent, since=date(2020, 10, 1), since_precision="month")
    strike = make.IncidentFactory(
        response=True, public_id="IQ-0145", title="A strike", occurred_from=date(2021, 2, 26), province=None
    )
    incident = make.IncidentFactory(
        placed=True,
        public_id="IQ-0155",
        title="Seven rockets at Balad",
        title_ar="سبعة صواريخ على بلد",
        base=base,
        province=province,
        place_name="Balad Air Base",
        launch_place="Saadiyat al-Shat area",
        launch_province=diyala,
        launch_precision="town",
    )
    make.MunitionFactory(
        incident=incident, fired_low=2, fired_high=7, hit_low=0, hit_high=2, fell_wide_low=2, fell_wide_high=5
    )
    make.CasualtiesFactory(incident=incident, group="all", killed_low=0, killed_high=0, wounded_low=0, wounded_high=0)
    models.IncidentLink.objects.create(incident=incident, kind="possible_retaliation_for", to=strike)
    incident.sources.set(sources)
    account(incident, sources[0], "Media Cell", munitions__fired="2", munitions__hit="0", munitions__fell_wide="2")
    account(incident, sources[1], "officials", munitions__fired="7", munitions__hit="2", munitions__fell_wide="5")
    account(incident, sources[2], munitions__fired="7", launch__province="IQ-DI", casualties="none reported")
    statement = make.StatementFactory(
        public_id="ST-0075",
        speaker=parent,
        kind="pledge",
        paraphrase="Attacks would stop.",
        condition="If troops leave.",
    )
    statement.incidents.set([incident])
    tally = make.TallyFactory(slug="wire-2021", issuer_outlet=wire, source=sources[0])
    everything: list[Any] = [
        province, diyala, wire, paper, sources[2].outlet, *sources, base, claimant, parent, strike, incident, statement,
        tally, make.CoverageFactory(),
    ]  # fmt: skip
    make.published(*everything)
    return Record(incident, strike, claimant, parent, statement, base, wire, sources, tally, everything)
