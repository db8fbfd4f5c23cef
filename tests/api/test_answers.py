"""What holds for every answer: problems, formats, caching, compression, limits, other sites."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import brotli
import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.http import HttpResponse, StreamingHttpResponse

from attacks.api import view
from attacks.api.compression import PACKERS, compress
from attacks.codings import preferred
from attacks.models import Incident
from tests import factories as make

from .conftest import Reader

pytestmark = pytest.mark.django_db


def test_bad_parameters_are_named_with_what_was_given_and_what_is_allowed(api: Reader) -> None:
    response = api.get("incidents/?from=x&kind=rocket&limit=900&nonsense=1")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert {"type", "title", "status", "detail", "instance", "errors"} <= set(body)
    errors = {error["parameter"]: error for error in body["errors"]}
    assert set(errors) == {"from", "limit", "nonsense"}
    assert errors["limit"]["given"] == ["900"]
    assert "from 1 to 200" in errors["limit"]["message"]
    assert "province" in errors["nonsense"]["message"]


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("incidents/?format=pdf", "format"),
        ("incidents/?format=csv&cursor=n.1.0.18000.IQ-1", "cursor"),
        ("incidents/?actor=nobody-of-that-name", "actor"),
        ("incidents/?as_of=999", "as_of"),
        ("incidents/?fields=internal_note", "fields"),
        ("incidents/?q=%00", "q"),
        ("actors/?cursor=999.x", "cursor"),
        ("statements/?kind=song", "kind"),
        ("explore/?measure=fear", "measure"),
        ("explore/?area=44,33 45,33", "area"),
        ("explore/?near=44,33", "near"),
        ("revisions/?after=-1", "after"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(api: Reader, address: str, parameter: str) -> None:
    response = api.get(address)
    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("address", "status"),
    [("nothing/", 404), ("incidents/IQ-9/", 404), ("revisions/99/", 404), ("revisions/a%0Ab/", 404)],
)
def test_nothing_at_an_address_is_a_problem_too(api: Reader, address: str, status: int) -> None:
    response = api.get(address)
    assert response.status_code == status
    assert response.json()["status"] == status


def test_writing_and_unknown_formats_are_problems_too(api: Reader) -> None:
    posted = api.client.post("/api/v1/incidents/")
    assert (posted.status_code, posted["Content-Type"]) == (405, "application/problem+json")
    assert "GET" in posted["Allow"]
    unknown = api.get("incidents/", accept="text/html")
    assert (unknown.status_code, unknown["Content-Type"]) == (406, "application/problem+json")


def test_a_database_that_is_away_is_503_with_a_time(api: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> int:
        raise OperationalError("inside")

    monkeypatch.setattr(view.history, "watermark", away)
    response = api.get("incidents/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert b"inside" not in response.content


def test_an_answer_is_not_sent_twice_until_something_is_published(api: Reader, incidents: list[Incident]) -> None:
    first = api.get("incidents/?limit=2")
    again = api.get("incidents/?limit=2", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert api.get("incidents/?limit=3", if_none_match=first["ETag"]).status_code == 200
    assert api.get("incidents/?format=csv", if_none_match=first["ETag"]).status_code == 200
    make.published(make.IncidentFactory())
    assert api.get("incidents/?limit=2", if_none_match=first["ETag"]).status_code == 200


def test_other_sites_may_read_and_never_write(api: Reader) -> None:
    response = api.get("actors/", origin="https://example.org")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    preflight = api.client.options("/api/v1/actors/", headers=asked)
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Origin" not in api.get("/", origin="https://example.org")


def test_answers_are_compressed_and_pages_with_forms_are_not(api: Reader, incidents: list[Incident]) -> None:
    response = api.get("incidents/", accept_encoding="gzip")
    assert response["Content-Encoding"] == "gzip"
    assert b'"results"' in gzip.decompress(response.content)
    assert "Content-Encoding" not in api.get("/account/login/", accept_encoding="gzip")


def test_too_many_requests_are_told_when_to_come_back(api: Reader, settings: Any) -> None:
    caches["process"].clear()
    settings.API_RATE = "2/min"
    assert api.get("actors/")["RateLimit"] == '"api";r=1;t=60'
    assert api.get("actors/").status_code == 200
    refused = api.get("actors/")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(refused["Retry-After"]) <= 61
    caches["process"].clear()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=0, *;q=0.1", "gzip"),
        ("identity;q=1, gzip;q=0.5", None),
        ("GZIP ; Q=0.3", "gzip"),
        ("nonsense;q=x, gzip;q=", "gzip"),
    ],
)
def test_the_coding_that_a_reader_likes_best_is_chosen(accepted: str, coding: str | None) -> None:
    assert preferred(accepted, tuple(PACKERS)) == coding


@pytest.mark.parametrize(("coding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
@pytest.mark.parametrize("form", ["json", "csv", "geojson", "jsonl"])
def test_an_answer_is_the_same_however_it_is_packed(
    api: Reader, incidents: list[Incident], form: str, coding: str, unpack: Any
) -> None:
    plain, packed = (api.get(f"incidents/?format={form}", accept_encoding=name) for name in ("identity", coding))
    assert packed["Content-Encoding"] == coding
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]
    assert packed["ETag"] == plain["ETag"]
    assert packed["ETag"].startswith("W/")
    assert unpack(packed.getvalue()) == plain.getvalue()
    again = api.get(f"incidents/?format={form}", accept_encoding=coding, if_none_match=packed["ETag"])
    assert (again.status_code, again.getvalue()) == (304, b"")


def test_a_strong_tag_becomes_weak_when_the_bytes_change() -> None:
    response = HttpResponse("x" * 500, headers={"ETag": '"exact"'})
    compress(response, "br")
    assert response["ETag"] == 'W/"exact"'


@pytest.mark.parametrize(
    ("coding", "unpacker"), [("gzip", lambda: zlib.decompressobj(31)), ("br", brotli.Decompressor)]
)
def test_each_piece_of_a_stream_can_be_read_when_it_arrives(coding: str, unpacker: Any) -> None:
    response = StreamingHttpResponse(iter([b"first,", b"second,", b"third"]))
    compress(response, coding)
    reader, pieces = unpacker(), iter(response)
    read = getattr(reader, "process", None) or reader.decompress
    assert read(next(pieces)) == b"first,"
    assert read(next(pieces)) == b"second,"
    assert read(next(pieces)) == b"third"


def test_a_workbook_which_is_packed_already_is_not_packed_again(api: Reader, incidents: list[Incident]) -> None:
    assert "Content-Encoding" not in api.get("incidents/?format=xlsx", accept_encoding="br, gzip")
