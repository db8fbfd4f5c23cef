"""The incident page: facts with their accounts, outcomes, casualties, attribution, links, sources."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from attacks import models
from tests import factories as make

from .conftest import Record

pytestmark = pytest.mark.django_db


def page(client: Client, public_id: str, prefix: str = "", status: int = 200) -> str:
    """The text of an incident page with white space folded."""
    response = client.get(f"{prefix}/incidents/{public_id}/")
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def bare(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def section(markup: str, heading: str) -> str:
    """The markup of the section with this heading."""
    return re.split(r"<section", markup.split(f'id="{heading}"')[1])[0]


def test_rival_accounts_stand_beside_the_range_that_is_recorded(client: Client, record: Record) -> None:
    matrix = section(page(client, "IQ-0155"), "h-accounts")
    assert re.search(r"Recorded here.*?<td>2–7</td> *<td>0–2</td> *<td>2–5</td>", matrix)
    assert matrix.count('<td class="is-differ">2<') == 3  # fired and fell wide of one account, hit of the other
    assert '<td class="is-differ">7<' not in matrix


def test_a_fact_opens_on_who_says_so(client: Client, record: Record) -> None:
    facts = bare(section(page(client, "IQ-0155"), "h-facts"))
    assert "Munitions Rocket: 2–7 2 agree, 1 differs" in facts
    assert "Media Cell, in Paper" in facts


def test_each_account_that_gives_outcomes_has_its_own_bar(client: Client, record: Record) -> None:
    munitions = section(page(client, "IQ-0155"), "h-munitions")
    assert 'aria-label="7 fired, 2 hit the target area, 5 fell short or wide"' in munitions
    assert 'aria-label="2 fired, 0 hit the target area, 2 fell short or wide"' in munitions


def test_zero_is_said_to_be_none_and_silence_is_not_reported(client: Client, record: Record) -> None:
    casualties = bare(section(page(client, "IQ-0155"), "h-casualties"))
    assert "Everybody" in casualties
    assert "said to be none" in casualties
    assert re.search(r"US military, .* not reported not reported", casualties)


def test_a_record_without_attributions_says_that_nobody_is_named(client: Client, record: Record) -> None:
    attribution = bare(section(page(client, "IQ-0155"), "h-attribution"))
    assert "name nobody" in attribution
    assert "“Unattributed”, by rule 6 of six" in attribution


def test_the_ladder_runs_from_the_firmest_basis_down(client: Client, record: Record) -> None:
    incident = make.IncidentFactory()
    make.AttributionFactory(incident=incident, actor=record.parent, basis="denied", made_by_actor=record.parent)
    make.AttributionFactory(incident=incident, actor=record.claimant, basis="claimed", statement=record.statement)
    make.published(incident)
    attribution = bare(section(page(client, incident.public_id), "h-attribution"))
    assert re.search(r"Claimed The Claimant.*ST-0075.*Denied The Parent", attribution)
    assert "“Claimed”, by rule 2 of six" in attribution


def test_an_indirect_death_is_marked(client: Client, record: Record) -> None:
    incident = make.IncidentFactory()
    make.CasualtiesFactory(incident=incident, group="us_contractor", killed_low=1, killed_high=1, is_indirect=True)
    make.published(incident)
    text = bare(page(client, incident.public_id))
    assert "US contractors indirect not caused by fire" in text
    assert "Killed 1 indirectly" in text


def test_links_read_from_both_ends(client: Client, record: Record) -> None:
    own = bare(section(page(client, "IQ-0155"), "h-chain"))
    other = bare(section(page(client, "IQ-0145"), "h-chain"))
    assert re.search(r"A strike Possible retaliation for .* This record", own)
    assert re.search(r"This record .* Seven rockets at Balad Possibly answered by", other)


def test_statements_about_it_stand_with_their_condition(client: Client, record: Record) -> None:
    statements = bare(section(page(client, "IQ-0155"), "h-statements"))
    assert re.search(r"Pledge The Parent .*ST-0075 Attacks would stop\. Condition: If troops leave\.", statements)


def test_copies_of_one_wire_are_one_independent_origin(client: Client, record: Record) -> None:
    sources = bare(section(page(client, "IQ-0155"), "h-sources"))
    assert "3 items. 2 independent origins." in sources
    assert sources.count("repeats Wire") == 2


def test_a_source_without_a_title_is_called_by_its_outlet(client: Client, record: Record) -> None:
    markup = section(page(client, "IQ-0155"), "h-sources")
    assert '<a href="https://paper.example/1" rel="external noopener">Paper</a>' in markup
    assert "no date · paper.example" in bare(markup)


def test_archived_copies_show_only_where_there_are_some(client: Client, record: Record) -> None:
    assert "archive ok" not in page(client, "IQ-0155")
    models.ArchivedCopy.objects.create(
        source=record.sources[0], status="ok", sha256="a" * 64, fetched_at="2026-11-01T12:00:00Z"
    )
    make.published(make.edited(record.sources[0]))
    assert "Archived copy, 1 Nov 2026" in bare(page(client, "IQ-0155"))


def test_a_bare_record_reads_as_intended(client: Client, db: None) -> None:
    incident = make.IncidentFactory()
    make.published(incident)
    text = bare(page(client, incident.public_id))
    for words in (
        "No point is known.",
        "No weapon or number is reported.",
        "Casualties are not reported for any group.",
        "No account has been entered value by value",
        "No source is recorded.",
        "no claim recorded",
    ):
        assert words in text


def test_what_needs_a_source_is_never_shown_without_that_mark(client: Client, db: None) -> None:
    incident = make.IncidentFactory(needs_source=True)
    make.CasualtiesFactory(incident=incident, killed_low=1, killed_high=1, needs_source=True)
    make.MunitionFactory(incident=incident, fired_low=1, fired_high=1, needs_source=True)
    make.published(incident)
    markup = page(client, incident.public_id)
    assert "Needs a source: this record rests on no source" in markup
    assert "needs a source" in section(markup, "h-casualties")
    assert "needs a source" in section(markup, "h-munitions")
    assert "needs a source" in page_of(client, "/incidents/")


def page_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_doubts_about_place_and_identity_are_said(client: Client, record: Record) -> None:
    incident = make.IncidentFactory(
        placed=True,
        province=record.incident.province,
        is_location_approximate=True,
        is_outside_its_province=True,
        possible_duplicate_of=record.incident,
    )
    make.published(incident)
    text = bare(page(client, incident.public_id))
    assert "Approximate: the point was placed by hand" in text
    assert "The point lies outside Salah al-Din" in text
    assert "may tell of the same attack as Seven rockets at Balad" in text


def test_uncertain_days_are_said_to_be_uncertain(client: Client, db: None) -> None:
    incident = make.IncidentFactory(
        occurred_from=date(2021, 3, 1), occurred_to=date(2021, 3, 15), date_extent="uncertain", date_precision="month"
    )
    make.published(incident)
    assert "between 1 Mar and 15 Mar 2021 only the month is known" in bare(page(client, incident.public_id))


def test_the_page_names_its_addresses(client: Client, record: Record, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://record.example"
    for prefix in ("", "/ar"):
        head = page(client, "IQ-0155", prefix).split("</head>")[0]
        assert '<link rel="canonical" href="https://record.example/incidents/IQ-0155/">' in head
        assert 'hreflang="ar" href="https://record.example/ar/incidents/IQ-0155/"' in head
        assert '<meta property="og:url" content="https://record.example/incidents/IQ-0155/">' in head


def test_neighbours_in_time_are_one_step_away(client: Client, record: Record) -> None:
    crumbs = page(client, "IQ-0155").split("neighbours")[1].split("</nav>")[0]
    assert 'href="/incidents/IQ-0145/"' in crumbs
    assert "Later" not in crumbs


def test_arabic_has_arabic_titles_and_digits_and_marks_what_is_english(client: Client, record: Record) -> None:
    markup = page(client, "IQ-0155", "/ar")
    assert "<h1>سبعة صواريخ على بلد</h1>" in markup
    assert '<p class="abstract"><span lang="en" dir="ltr">Rockets were fired.</span></p>' in markup
    assert "٢–٧" in markup
    assert "صلاح الدين" in markup
