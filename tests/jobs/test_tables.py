"""What a table may say of working records, and how what is refused is named."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from attacks.choices import StaffRole
from attacks.importers.tables.columns import TABLES, table
from attacks.importers.tables.problems import FileRefused
from attacks.ledger.publish import merge
from attacks.ledger.review import submit
from attacks.models import Actor, Incident, Outlet, ReviewEvent, Source, Tally
from attacks.roles import assign
from tests.factories import (
    ActorFactory,
    BaseFactory,
    IncidentFactory,
    OutletFactory,
    ProvinceFactory,
    SourceFactory,
    UserFactory,
    published,
)

from .conftest import csv_of, imported, xlsx_of

pytestmark = pytest.mark.django_db

NEW: dict[str, Any] = {
    "public_id": "",
    "role": "attack",
    "kind": "rocket",
    "title": "Seven rockets at Balad",
    "summary": "Seven rockets were fired.",
    "occurred_from": "2021-03-15",
    "occurred_to": "2021-03-15",
    "date_precision": "day",
    "place_name": "Balad Air Base",
    "country": "IQ",
    "target_kind": "base",
    "us_nexus": "direct",
    "evidence": "corroborated",
    "confidence": "moderate",
}


def incidents(*rows: dict[str, Any]) -> bytes:
    header = list(NEW | {name: "" for row in rows for name in row})
    return csv_of(header, *[[(NEW | row).get(name, "") for name in header] for row in rows])


def test_a_new_incident_is_a_numbered_draft_of_the_one_who_imports(analyst: User) -> None:
    ProvinceFactory(code="IQ-SD"), BaseFactory(slug="balad"), ActorFactory(slug="front"), OutletFactory(slug="wire")
    SourceFactory(slug="wire-1"), SourceFactory(slug="wire-2")
    other = IncidentFactory()
    row = {
        "base": "balad",
        "province": "IQ-SD",
        "longitude": "44.361",
        "latitude": "33.94",
        "location_precision": "site",
        "launch_area": '{"type": "Point", "coordinates": [44.5, 33.8]}',
        "launch_precision": "town",
        "also_kinds": "drone; mortar",
        "time_from": "19:20",
        "sources": "wire-2; wire-1",
        "munitions": 'rocket_107mm fired=7 fell_wide=2-5 hit=?-2; drone fired=1+ note="seen; at night"',
        "casualties": "us_military killed=0 wounded=1-2; civilian wounded=1 is_indirect=true",
        "attributions": "claimed front confidence=moderate made_by_actor=front source=wire-1 made_on=2021-03-16",
        "accounts": 'wire-1 said_by="Media Cell" munitions.fired=2 casualties.killed=0; wire-2 munitions.fired=7 '
        'munitions.fired.quote="seven \\"Katyusha\\" rockets"',
        "links": f"same_campaign {other.public_id}",
        "internal_note": "From a person who must not be named.",
    }
    outcome, problems = imported(incidents(row), "incident", analyst)
    assert problems == []
    assert (outcome.new, outcome.changed, outcome.unchanged) == (1, 0, 0)
    (name,) = outcome.made
    made = Incident.objects.get(public_id=name)
    assert made.public_id > other.public_id
    assert (made.proposal, made.public_state, made.edit_number) == ("draft", "none", 1)
    assert made.held_by == made.changed_by == analyst
    assert (made.location.coords, made.launch_area.coords) == ((44.361, 33.94), (44.5, 33.8))  # type: ignore[union-attr]
    assert (made.also_kinds, made.attack_count, made.date_extent) == (["drone", "mortar"], 1, "single")
    first, second = made.munitions.all()
    assert (first.fired_low, first.fired_high, first.fell_wide_low, first.fell_wide_high) == (7, 7, 2, 5)
    assert (first.hit_low, first.hit_high, first.failed_low) == (None, 2, None)
    assert (second.fired_low, second.fired_high, second.note) == (1, None, "seen; at night")
    assert [(c.group, c.killed_low, c.wounded_high, c.is_indirect) for c in made.casualties.all()] == [
        ("us_military", 0, 2, False),
        ("civilian", None, 1, True),
    ]
    (claim,) = made.attributions.select_related("made_by_actor", "source")
    assert (claim.basis, claim.made_by_actor.slug, claim.source.slug) == ("claimed", "front", "wire-1")  # type: ignore[union-attr]
    assert [(a.said_by, [(v.field, v.value, v.quote) for v in a.values.all()]) for a in made.accounts.all()] == [
        ("Media Cell", [("munitions.fired", "2", ""), ("casualties.killed", "0", "")]),
        ("", [("munitions.fired", "7", 'seven "Katyusha" rockets')]),
    ]
    assert [link.to for link in made.links.all()] == [other]
    assert {source.slug for source in made.sources.all()} == {"wire-1", "wire-2"}


REFUSED = [
    ({"kind": "catapult"}, "kind", "catapult", "allowed: drone, rocket"),
    ({"title": ""}, "title", "", "allowed: text of at most 300 characters"),
    ({"title": "x" * 301}, "title", "x" * 199 + "…", "allowed: text of at most 300 characters"),
    ({"title": "bell\x07"}, "title", "bell�", "without control characters"),
    ({"occurred_from": "15.3.2021"}, "occurred_from", "15.3.2021", "a day such as 2021-03-15"),
    ({"occurred_from": "2021-02-30"}, "occurred_from", "2021-02-30", "a day such as"),
    ({"time_from": "25:00"}, "time_from", "25:00", "a time such as 19:20"),
    ({"attack_count": "many"}, "attack_count", "many", "a whole number from 0 to 32767"),
    ({"attack_count": "99999"}, "attack_count", "99999", "a whole number from 0 to 32767"),
    ({"attack_count": "0"}, "attack_count", "0", "A record holds at least one attack."),
    ({"is_foiled": "perhaps"}, "is_foiled", "perhaps", "true, false"),
    ({"country": "Iraq"}, "country", "Iraq", "an ISO 3166-1 code"),
    ({"longitude": "444", "latitude": "33"}, "longitude", "444", "degrees from -180 to 180"),
    ({"longitude": "NaN", "latitude": "33"}, "longitude", "NaN", "degrees from -180 to 180"),
    ({"longitude": "44", "latitude": ""}, "longitude", "44", "longitude and latitude go together"),
    (
        {"longitude": "44", "latitude": "33", "location_precision": ""},
        "longitude, latitude, location_precision", "44, 33, ", "A point and its precision go together",
    ),
    ({"launch_area": "Baghdad"}, "launch_area", "Baghdad", "a GeoJSON Point"),
    ({"launch_area": '{"type": "Point", "coordinates": [444, 33]}'}, "launch_area", None, "a GeoJSON Point"),
    ({"launch_area": '{"type": "Point", "coordinates": "x"}'}, "launch_area", None, "a GeoJSON Point"),
    ({"launch_area": '{"type": "Polygon", "coordinates": [[[1, 2]]]}'}, "launch_area", None, "a GeoJSON Point"),
    ({"base": "nowhere"}, "base", "nowhere", "no such record: base"),
    ({"base": "no where"}, "base", "no where", "the slug of an existing record: base"),
    ({"province": "IQ-XX"}, "province", "IQ-XX", "no such record: province"),
    ({"sources": "one; two"}, "sources", "one", "no such record: source"),
    ({"also_kinds": "drone; drone"}, "also_kinds", "drone", "each value once"),
    ({"munitions": "rocket fired=x"}, "munitions", "x", "a number such as 7"),
    ({"munitions": "rocket fired=5-2"}, "munitions", "5-2", "a number such as 7"),
    ({"munitions": "rocket fired=2 hit=3"}, "munitions", None, "More than 2 were accounted for"),
    ({"munitions": "stone"}, "munitions", "stone", "rocket"),
    ({"munitions": "rocket fierd=7"}, "munitions", "fierd", "one of: weapon, fired, hit"),
    ({"munitions": "fired=7"}, "munitions", "", "with weapon:"),
    ({"munitions": "rocket seven"}, "munitions", "seven", "name=value after: weapon"),
    ({"munitions": 'rocket note="open'}, "munitions", None, "words and name=value"),
    ({"munitions": "rocket fired=1 fired=2"}, "munitions", "fired=2", "each name once"),
    ({"casualties": "civilian killed=1; civilian killed=2"}, "casualties", None, "Each group has one row"),
    ({"attributions": "claimed nobody confidence=high"}, "attributions", "nobody", "no such record: actor"),
    ({"public_id": "IQ-9999"}, "public_id", "IQ-9999", "empty for a new one"),
    ({"evidence": "discounted"}, "evidence, evidence_note", "discounted, ", "Say why it is discounted"),
    (
        {"occurred_to": "2021-03-14", "date_extent": "spans"},
        "occurred_from, occurred_to", "2021-03-15, 2021-03-14", "2021-03-14 is before 2021-03-15: exchange them",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "value", "message"), REFUSED)
def test_what_is_refused_is_named_by_row_column_and_value(
    analyst: User, row: dict[str, Any], column: str, value: str | None, message: str
) -> None:
    every = {name: "" for other, *_rest in REFUSED for name in other if name not in NEW}
    _outcome, problems = imported(incidents(every, every | row, every), "incident", analyst)
    assert {problem.row for problem in problems} == {3}
    assert any(
        problem.column == column and (value is None or problem.value == value) and message in problem.message
        for problem in problems
    ), problems
    assert not Incident.objects.exists()


def test_every_problem_of_a_file_is_found_at_once_and_nothing_is_written(analyst: User) -> None:
    rows = [{"kind": "catapult"} if n % 7 == 0 else {"attack_count": "0"} if n % 7 == 1 else {} for n in range(70)]
    outcome, problems = imported(incidents(*rows), "incident", analyst)
    assert [problem.row for problem in problems] == [n + 2 for n in range(70) if n % 7 in (0, 1)]
    assert outcome.new == 50
    assert not Incident.objects.exists()


def test_a_check_changes_nothing_and_draws_no_number(analyst: User) -> None:
    outcome, problems = imported(incidents({}, {}), "incident", analyst, is_check=True)
    assert (outcome.new, problems) == (2, [])
    assert not Incident.objects.exists()
    first, _ = imported(incidents({}), "incident", analyst)
    imported(incidents({}, {}), "incident", analyst, is_check=True)
    second, _ = imported(incidents({}), "incident", analyst)
    assert int(second.made[0][3:]) == int(first.made[0][3:]) + 1


def test_a_change_begins_an_edit_and_leaves_alone_what_the_file_leaves_out(analyst: User) -> None:
    incident: Any = IncidentFactory(damage="A wall.")
    published(incident)
    content = csv_of(["public_id", "title", "munitions"], [incident.public_id, "Another title", "rocket fired=3"])
    outcome, problems = imported(content, "incident", analyst)
    assert (problems, outcome.changed, outcome.made) == ([], 1, [incident.public_id])
    incident.refresh_from_db()
    assert (incident.title, incident.damage) == ("Another title", "A wall.")
    assert (incident.proposal, incident.public_state, incident.edit_number) == ("draft", "published", 1)
    assert incident.held_by == incident.changed_by == analyst
    event = ReviewEvent.objects.first()
    assert event is not None
    assert (event.identifier, event.from_proposal, event.to_proposal) == (incident.public_id, "none", "draft")
    assert outcome.preview == [
        {
            "row": 2,
            "record": incident.public_id,
            "is_new": False,
            "changes": [
                {"column": "title", "before": incident_title_before(incident), "after": "Another title"},
                {"column": "munitions", "before": "", "after": "rocket fired=3"},
            ],
        }
    ]


def incident_title_before(incident: Any) -> str:
    from attacks.models import PublishedIncident

    return PublishedIncident.objects.get(public_id=incident.public_id).name


def test_an_empty_cell_empties_the_field(analyst: User) -> None:
    outlet = OutletFactory(slug="wire", name_ar="وكالة", reliability="B", languages=["en"])
    imported(csv_of(["slug", "name_ar", "reliability", "languages"], ["wire", "", "", ""]), "outlet", analyst)
    outlet.refresh_from_db()
    assert (outlet.name_ar, outlet.reliability, outlet.languages) == ("", "", [])


def test_a_record_that_the_analyst_may_not_edit_now_is_refused_by_row(analyst: User) -> None:
    waiting, taken, merged, newer = (OutletFactory(slug=slug) for slug in ("waiting", "taken", "merged", "newer"))
    submit(record=waiting, by=analyst)
    Outlet.objects.filter(pk=taken.pk).update(held_by=UserFactory(username="other"))
    into = OutletFactory()
    published(merged, into)
    merge(record=merged, into=into, editor=UserFactory(), note="The same.")
    Outlet.objects.filter(pk=newer.pk).update(edit_number=5)
    rows = [[slug, "Another name", "4"] for slug in ("waiting", "taken", "merged", "newer")]
    _outcome, problems = imported(csv_of(["slug", "name", "edit_number"], *rows), "outlet", analyst)
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [
        (row, "slug", slug) for row, slug in enumerate(("waiting", "taken", "merged", "newer"), start=2)
    ]
    for problem, words in zip(problems, ("take it back", "other is working on it", "merged", "edit 5"), strict=True):
        assert words in problem.message
    assert not Outlet.objects.filter(name="Another name").exists()


def test_an_editor_corrects_what_is_in_review_without_taking_it(analyst: User) -> None:
    outlet: Any = OutletFactory(slug="wire", held_by=analyst)
    submit(record=outlet, by=analyst)
    editor = UserFactory()
    assign(editor, StaffRole.EDITOR)
    outcome, problems = imported(csv_of(["slug", "name"], ["wire", "The Wire"]), "outlet", editor)
    assert (outcome.changed, problems) == (1, [])
    outlet.refresh_from_db()
    assert (outlet.proposal, outlet.held_by, outlet.changed_by) == ("in_review", analyst, editor)


def test_rows_that_change_nothing_are_allowed_for_records_of_others(analyst: User) -> None:
    outlet = OutletFactory(slug="wire", name="Wire")
    submit(record=outlet, by=UserFactory())
    outcome, problems = imported(csv_of(["slug", "name", "edit_number"], ["wire", "Wire", "99"]), "outlet", analyst)
    assert (outcome.unchanged, problems) == (1, [])


def test_a_record_may_be_named_by_rows_below_it_but_not_above(analyst: User) -> None:
    below = csv_of(
        ["slug", "name", "kind", "affiliations"],
        ["parent", "Parent", "militia", ""],
        ["front", "Front", "facade", "front_for parent confidence=high since=2020-10-01 since_precision=month"],
    )
    outcome, problems = imported(below, "actor", analyst)
    assert (outcome.new, problems) == (2, [])
    assert Actor.objects.get(slug="front").affiliations.get().parent.slug == "parent"
    above = csv_of(
        ["slug", "name", "kind", "affiliations"],
        ["x", "X", "facade", "front_for y confidence=high"],
        ["y", "Y", "militia", ""],
    )
    _outcome, problems = imported(above, "actor", analyst)
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [(2, "affiliations", "y")]


def test_a_cycle_of_affiliations_is_refused_by_row(analyst: User) -> None:
    ActorFactory(slug="a"), ActorFactory(slug="b")
    rows = [["a", "front_for b confidence=high"], ["b", "front_for a confidence=high"]]
    _outcome, problems = imported(csv_of(["slug", "affiliations"], *rows), "actor", analyst)
    assert [problem.row for problem in problems] == [3]
    assert (problems[0].column, problems[0].value) == ("affiliations", "front_for a confidence=high")
    assert "already stands under" in problems[0].message


def test_a_change_that_breaks_a_rule_is_told_with_the_values_that_would_be(analyst: User) -> None:
    incident: Any = IncidentFactory(occurred_from="2021-03-15", occurred_to="2021-03-16", date_extent="spans")
    Incident.objects.update(held_by=analyst)
    content = csv_of(["public_id", "occurred_from"], [incident.public_id, "2021-03-17"])
    _outcome, (problem,) = imported(content, "incident", analyst)
    assert (problem.row, problem.column) == (2, "occurred_from, occurred_to")
    assert problem.message.startswith("2021-03-16 is before 2021-03-17")


def test_rules_are_told_in_the_language_of_the_reader(analyst: User) -> None:
    rows = [{"attack_count": "0"}, {"munitions": "rocket fired=2 hit=3"}, {"casualties": "all killed=0; all killed=1"}]
    every = {"munitions": "", "casualties": ""}
    with override("ar"):
        _outcome, problems = imported(incidents(*(every | row for row in rows)), "incident", analyst)
    assert len(problems) == 3
    assert not any(re.search("[A-Za-z]{2}", problem.message) for problem in problems), problems


def test_two_rows_for_one_record_and_two_records_with_one_address_are_refused(analyst: User) -> None:
    OutletFactory(slug="wire")
    SourceFactory(slug="old", url="https://wire.example/1")
    rows = [
        ["a", "wire", "https://wire.example/2"],
        ["a", "wire", "https://wire.example/3"],
        ["b", "wire", "https://wire.example/1"],
        ["c", "wire", "javascript:alert(1)"],
    ]
    _outcome, problems = imported(csv_of(["slug", "outlet", "url"], *rows), "source", analyst)
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [
        (3, "slug", "a"),
        (4, "url", "https://wire.example/1"),
        (5, "url", "javascript:alert(1)"),
    ]
    assert not Source.objects.filter(slug="a").exists()


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["slug", "nmae"], "“nmae” is unknown; did you mean “name”?"),
        (["slug", "proposal"], "“proposal” is unknown"),
        (["slug", "public_state"], "“public_state” is unknown"),
        (["slug", "held_by"], "“held_by” is unknown"),
        (["slug", "name", "name"], "“name” stands twice"),
        (["name"], "“slug” is missing"),
        (["slug", "", "name"], "Column 2 has no name"),
    ],
)
def test_columns_that_are_unknown_or_missing_are_refused_by_name(analyst: User, header: list[str], words: str) -> None:
    with pytest.raises(FileRefused) as refused:
        imported(csv_of(header, ["x"] * len(header)), "outlet", analyst)
    assert words in str(refused.value)


def test_new_records_need_columns_that_a_change_does_not(analyst: User) -> None:
    OutletFactory(slug="wire")
    _outcome, problems = imported(csv_of(["slug", "name"], ["wire", "A"], ["new", "B"]), "outlet", analyst)
    assert [(problem.row, problem.column) for problem in problems] == [(3, "kind")]
    _outcome, problems = imported(csv_of(["slug", "name", "kind"], ["", "B", "blog"]), "outlet", analyst)
    assert [(problem.row, problem.column) for problem in problems] == [(2, "slug")]


def test_cells_of_a_spreadsheet_are_read_by_their_type(analyst: User) -> None:
    from datetime import date

    OutletFactory(slug="wire")
    content = xlsx_of(
        ["slug", "issuer_outlet", "scope", "period_from", "period_from_precision", "period_to", "period_to_precision",
         "total", "total_is", "unit", "breakdown", "has_differing_parts", None],
        ["count", "wire", "Iraq", date(2021, 1, 1), "day", date(2021, 3, 31), "day",
         61.0, "exact", "attacks", '{"Iraq": 29, "Syria": 32}', True, None],
        [None, None],
    )  # fmt: skip
    outcome, problems = imported(content, "tally", analyst)
    assert (problems, outcome.new) == ([], 1)
    made = Tally.objects.get(slug="count")
    assert (made.period_from, made.total, made.breakdown) == (date(2021, 1, 1), 61, {"Iraq": 29, "Syria": 32})
    assert made.has_differing_parts


def test_a_formula_is_refused_and_never_run(analyst: User) -> None:
    content = xlsx_of(["slug", "name", "kind"], ["wire", '=HYPERLINK("https://evil.example")', "blog"])
    _outcome, problems = imported(content, "outlet", analyst)
    assert [(problem.row, problem.column) for problem in problems] == [(2, "name")]
    assert "formulas are not computed" in problems[0].message


def test_queries_do_not_grow_with_the_rows(analyst: User, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(45):
        outcome, problems = imported(incidents(*[{"munitions": "rocket fired=1"}] * 400), "incident", analyst)
    assert (outcome.new, problems) == (400, [])


@pytest.mark.parametrize("model", TABLES)
def test_every_column_says_what_it_means_and_what_may_stand_in_it(model: Any) -> None:
    for column in table(model.record_type).columns:
        assert str(column.meaning), column.name
        assert str(column.kind.allowed), column.name
