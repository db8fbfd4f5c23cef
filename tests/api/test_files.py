"""CSV, GeoJSON, XLSX and JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from attacks.api.documents import FIELDS, NAMES
from attacks.choices import RecordType
from attacks.exports import rows, tables
from attacks.exports.columns import DAY, KINDS, NUMBER, Table
from attacks.exports.incidents import INCIDENTS
from attacks.exports.records import REVISIONS, TABLES
from attacks.models import Incident, PublishedIncident
from tests import factories as make

from .conftest import Reader

pytestmark = pytest.mark.django_db

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_holds_every_match_under_the_declared_columns(api: Reader, incidents: list[Incident]) -> None:
    found = table(api.text("incidents/?format=csv"))
    assert list(found[0]) == [column.name for column in INCIDENTS.columns]
    assert {row["public_id"] for row in found} == {incident.public_id for incident in incidents}
    assert (found[0]["claimed_by"], found[0]["longitude"], found[0]["latitude"]) == ("group", "44.36", "33.94")
    assert found[0]["killed_low"] == ""  # not reported is not 0


def test_files_follow_the_filter_and_its_order(api: Reader, incidents: list[Incident]) -> None:
    other = make.IncidentFactory(kind="drone")
    make.published(other)
    assert [row["public_id"] for row in table(api.text("incidents/?format=csv&kind=drone"))] == [other.public_id]
    listed = [item["id"] for item in api.json("incidents/?sort=oldest")["results"]]
    assert [row["public_id"] for row in table(api.text("incidents/?format=csv&sort=oldest"))] == listed


def test_a_byte_order_mark_comes_on_request(api: Reader, incidents: list[Incident]) -> None:
    assert api.text("incidents/?format=csv&bom=1").startswith("\ufeffpublic_id")
    assert api.text("incidents/?format=csv").startswith("public_id")


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_taken_for_a_formula(api: Reader, text: str) -> None:
    make.published(make.IncidentFactory(title=f"{text}", place_name=text))
    raw = api.text("incidents/?format=csv")
    (row,) = csv.DictReader(io.StringIO(raw, newline=""))
    assert row["title"] == "'" + text
    book = load_workbook(io.BytesIO(b"".join(api.get("incidents/?format=xlsx"))))
    cells = {cell.value: cell.data_type for cell in book.active[2]}
    assert "f" not in cells.values()


def test_numbers_below_zero_stay_numbers(api: Reader) -> None:
    make.published(make.IncidentFactory(location=Point(-3.5, 40, srid=4326), location_precision="town", country="ES"))
    (row,) = table(api.text("incidents/?format=csv"))
    assert (row["longitude"], row["latitude"]) == ("-3.5", "40")


def test_csv_is_quoted_as_the_standard_says(api: Reader) -> None:
    title = 'Rockets, "seven",\r\nfell\n\\. wide'
    make.published(make.IncidentFactory(title=title))
    raw = api.text("incidents/?format=csv")
    assert raw.count("\r\n") == 3
    (row,) = csv.DictReader(io.StringIO(raw, newline=""))
    assert row["title"] == title


def test_a_workbook_holds_numbers_as_numbers_and_the_same_columns(api: Reader, incidents: list[Incident]) -> None:
    response = api.get("incidents/?format=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response))).active
    names = [cell.value for cell in sheet[1]]
    assert names == [column.name for column in INCIDENTS.columns]
    assert sheet.max_row == 8
    assert sheet.cell(2, names.index("longitude") + 1).value == 44.36


def test_geojson_has_longitude_first_and_null_where_no_place_is_known(api: Reader, incidents: list[Incident]) -> None:
    unplaced = make.IncidentFactory()
    make.published(unplaced)
    collection = json.loads(api.text("incidents/?format=geojson"))
    by_id = {feature["id"]: feature for feature in collection["features"]}
    assert by_id[unplaced.public_id]["geometry"] is None
    placed = by_id[incidents[0].public_id]
    assert placed["geometry"] == {"type": "Point", "coordinates": [44.36, 33.94]}
    assert placed["properties"]["location_precision"] == "site"
    assert placed["properties"]["location_radius_m"] == 2000
    assert collection["licence"].startswith("https://creativecommons.org/")


def test_json_lines_hold_whole_documents(api: Reader, incidents: list[Incident]) -> None:
    lines = [json.loads(line) for line in api.text("incidents/?format=jsonl").splitlines()]
    assert len(lines) == 7
    assert lines[0]["summary"] == "Rockets were fired."


@pytest.mark.parametrize("form", ["csv", "geojson", "xlsx", "jsonl"])
def test_a_file_says_in_its_name_and_headers_what_it_is(api: Reader, incidents: list[Incident], form: str) -> None:
    response = api.get(f"incidents/?format={form}&kind=rocket")
    watermark = response["Record-Watermark"]
    assert response["Content-Disposition"].endswith(f'-r{watermark}.{form}"')
    assert response["Record-Filter"] == "Kind: Rocket"
    assert 'rel="license"' in response["Link"]
    one = api.get(f"incidents/{incidents[0].public_id}/?format={form}")
    assert one.status_code == 200
    assert incidents[0].public_id in one["Content-Disposition"]


def test_accept_chooses_the_format_and_format_stands_above_it(api: Reader, incidents: list[Incident]) -> None:
    assert api.get("incidents/", accept="text/csv")["Content-Type"].startswith("text/csv")
    assert api.get("incidents/?format=json", accept="text/csv")["Content-Type"] == "application/json"


def test_rows_are_read_chunk_by_chunk_as_they_are_asked_for(
    incidents: list[Incident], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "CHUNK", 2)
    numbers = list(PublishedIncident.objects.order_by("pk").values_list("pk", flat=True))

    def cost(reading: Iterator[object], count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            for _ in range(count):
                next(reading)
        return len(queries)

    reading = tables.csv_bytes(INCIDENTS, numbers, site_url="")
    assert cost(reading, 1) == 0  # the header
    assert [cost(reading, 1) for _ in range(4)] == [1, 1, 1, 1]
    assert list(reading) == []


@pytest.fixture
def everything(db: None) -> dict[RecordType, str]:
    """One public record of each type → its public id."""
    outlet, actor, province = make.OutletFactory(), make.ActorFactory(), make.ProvinceFactory()
    source = make.SourceFactory(outlet=outlet)
    records = [
        province, make.BaseFactory(province=province), actor, outlet, source, make.IncidentFactory(placed=True),
        make.StatementFactory(speaker=actor), make.TallyFactory(issuer_outlet=outlet, source=source),
        make.CoverageFactory(),
    ]  # fmt: skip
    make.published(*records)
    return {record.record_type: record.public_identifier for record in records}


@pytest.mark.parametrize("record_type", TABLES)
def test_every_noun_comes_in_every_format(
    api: Reader, everything: dict[RecordType, str], record_type: RecordType
) -> None:
    name, known, shown = NAMES[record_type], everything[record_type], TABLES[record_type]
    (row,) = table(api.text(f"{name}/?format=csv"))
    assert list(row) == [column.name for column in shown.columns]
    assert row["public_id"] == known
    sheet = load_workbook(io.BytesIO(b"".join(api.get(f"{name}/?format=xlsx")))).active
    assert [cell.value for cell in sheet[1]] == list(row)
    assert sheet["A2"].value == known
    (line,) = api.text(f"{name}/?format=jsonl").splitlines()
    assert json.loads(line) == api.json(f"{name}/")["results"][0]
    places = api.get(f"{name}/?format=geojson")
    if record_type in (RecordType.INCIDENT, RecordType.BASE, RecordType.PROVINCE):
        (feature,) = json.loads(places.getvalue())["features"]
        assert feature["id"] == known
        assert feature["geometry"]["type"] == ("MultiPolygon" if record_type == RecordType.PROVINCE else "Point")
    else:
        assert places.status_code == 400
    assert table(api.text(f"{name}/{known}/?format=csv")) == [row]


def test_the_ledger_itself_comes_in_files(api: Reader, everything: dict[RecordType, str]) -> None:
    found = table(api.text("revisions/?format=csv"))
    assert list(found[0]) == [column.name for column in REVISIONS.columns]
    shown = api.json("revisions/")["results"]
    assert [json.loads(line) for line in api.text("revisions/?format=jsonl").splitlines()] == shown
    assert [row["digest"] for row in found] == [revision["digest"] for revision in shown]
    assert len(table(api.text("revisions/?format=csv&as_of=3&after=1"))) == 2


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "jsonl", "json"])
def test_fields_choose_columns_of_tables_and_members_of_documents(
    api: Reader, incidents: list[Incident], form: str
) -> None:
    response = api.get(f"incidents/?format={form}&fields=title,occurred_from")
    body = response.getvalue()
    if form == "csv":
        assert body.decode().splitlines()[0] == "public_id,title,occurred_from"
    elif form == "xlsx":
        names = [cell.value for cell in load_workbook(io.BytesIO(body)).active[1]]
        assert names == ["public_id", "title", "occurred_from"]
    elif form == "geojson":
        properties = json.loads(body)["features"][0]["properties"]
        assert set(properties) == {"public_id", "title", "occurred_from"}
    else:
        first = json.loads(body.splitlines()[0])
        assert set(first if form == "jsonl" else first["results"][0]) == {"id", "title", "occurred_from"}


@pytest.mark.parametrize(("form", "field"), [("csv", "munitions"), ("jsonl", "longitude"), ("json", "claimed_by")])
def test_a_field_of_another_format_is_refused_by_name(api: Reader, form: str, field: str) -> None:
    response = api.get(f"incidents/?format={form}&fields={field}")
    assert response.status_code == 400
    assert field in response.json()["errors"][0]["message"]


def test_files_of_other_nouns_follow_their_parameters(api: Reader, db: None) -> None:
    militia, state = make.ActorFactory(kind="militia"), make.ActorFactory(kind="state")
    make.published(militia)
    make.published(state)
    assert [row["public_id"] for row in table(api.text("actors/?format=csv&kind=state"))] == [state.slug]
    assert [row["public_id"] for row in table(api.text("actors/?format=csv&as_of=1"))] == [militia.slug]
    assert api.get("actors/?format=csv&limit=5").status_code == 400


@pytest.mark.parametrize("name", ["actors", "bases", "incidents", "revisions"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_a_file_takes_the_same_number_of_queries_however_long_it_is(
    api: Reader, incidents: list[Incident], name: str, form: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert api.get(f"{name}/?format={form}").getvalue()
        return len(queries)

    make.published(make.ActorFactory(), make.BaseFactory())
    cost()
    first = cost()
    make.published(*(make.ActorFactory() for _ in range(5)), *(make.BaseFactory() for _ in range(5)))
    make.published(*(make.IncidentFactory() for _ in range(5)))
    cost()  # the explorer catches up
    assert cost() == first


@pytest.mark.parametrize("shown", [*TABLES.values(), REVISIONS], ids=lambda shown: shown.noun)
def test_every_column_says_what_it_means_and_how_exactly_it_is_known(shown: Table) -> None:
    names = [column.name for column in shown.columns]
    assert len(set(names)) == len(names)
    for column in shown.columns:
        assert str(column.meaning).endswith(".") or str(column.meaning).endswith("…"), column.name
        assert column.kind in KINDS
        assert not column.precision or column.precision in names, column.name
        if f"{column.name}_precision" in names:
            assert column.precision == f"{column.name}_precision", column.name
        if column.kind == DAY and "date_precision" in names and column.name.startswith("occurred"):
            assert column.precision == "date_precision"
        if column.kind == NUMBER and column.name not in ("id", "revision", "number", "copies"):
            assert column.unit, column.name


def test_a_top_level_field_is_a_column_or_is_nested() -> None:
    """What has no cell is named here, so that a new field is not forgotten."""
    nested = {
        "schema", "type", "public_id", "slug", "code", "key", "accounts", "affiliations", "attributions", "boundary",
        "breakdown", "casualties", "copies", "figures", "issuer", "launch", "links", "location", "munitions",
        "presences",
    }  # fmt: skip
    only_in_documents = {
        "casualties_note", "confidence", "damage", "evidence_note", "is_location_approximate",
        "is_outside_its_province", "note", "summary", "summary_ar", "target_name", "time_from", "time_note", "time_to",
    }  # fmt: skip
    for record_type, shown in TABLES.items():
        missing = set(FIELDS[record_type]) - nested - {column.name for column in shown.columns}
        assert missing == (only_in_documents if record_type == RecordType.INCIDENT else set()), record_type


def test_explore_offers_files_of_exactly_its_filter(api: Reader, incidents: list[Incident]) -> None:
    page = api.text("/?actor=group&from=2021-03-15&view=table")
    for form in ("csv", "geojson", "xlsx", "jsonl"):
        address = f"/api/v1/incidents/?from=2021-03-15&amp;actor=group&amp;format={form}"
        assert address in page
        assert api.get(address.replace("&amp;", "&")).status_code == 200


def test_the_page_of_an_incident_leads_to_this_revision_as_data(api: Reader, incidents: list[Incident]) -> None:
    address = f"/api/v1/incidents/{incidents[0].public_id}/?rev=1"
    page = api.text(f"/incidents/{incidents[0].public_id}/")
    for more in ("", "&amp;format=geojson", "&amp;format=csv"):
        assert f'"{address}{more}"' in page
