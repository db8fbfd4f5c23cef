"""CSV, GeoJSON, XLSX and JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from attacks.exports import rows, tables
from attacks.exports.columns import COLUMNS
from attacks.models import Incident, PublishedIncident
from tests import factories as make

from .conftest import Reader

pytestmark = pytest.mark.django_db

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_holds_every_match_under_the_declared_columns(api: Reader, incidents: list[Incident]) -> None:
    found = table(api.text("incidents/?format=csv"))
    assert list(found[0]) == [column.name for column in COLUMNS]
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


def test_numbers_below_zero_stay_numbers() -> None:
    assert tables.safe(-3.5) == -3.5


def test_a_workbook_holds_numbers_as_numbers_and_the_same_columns(api: Reader, incidents: list[Incident]) -> None:
    response = api.get("incidents/?format=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response))).active
    names = [cell.value for cell in sheet[1]]
    assert names == [column.name for column in COLUMNS]
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

    reading = rows.rows(numbers, site_url="")
    assert cost(reading, 0) == 0
    assert cost(reading, 2) == 2
    assert cost(reading, 1) == 2
    assert cost(reading, 1) == 0


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
