"""Pages that say what went wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from attacks.explorer.filters import FilterError
from config import urls
from dashboard.parameters import BadParameter


def _raises(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("one/", _raises(BadParameter("page", "<b>nine</b>", "a whole number from 1 to 9"))),
    path("many/", _raises(FilterError({"from": "“x” is no day", "kind": "“y” is no kind; one of: rocket, drone"}))),
    path("fault/", _raises(RuntimeError("the-inside-of-the-program"))),
    path("away/", _raises(OperationalError("the-address-of-the-database"))),
    path("closed/", _raises(PermissionDenied())),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def reader(settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_a_bad_parameter_is_named_with_its_value_and_what_is_allowed(reader: Client, db: None) -> None:
    response = reader.get("/one/?page=<b>nine</b>")
    page = response.content.decode()
    assert response.status_code == 400
    assert "page=&lt;b&gt;nine&lt;/b&gt;" in page
    assert "a whole number from 1 to 9" in page


def test_every_bad_part_of_a_filter_is_named(reader: Client, db: None) -> None:
    response = reader.get("/many/?from=x&kind=y&kind=z")
    page = response.content.decode()
    assert response.status_code == 400
    for words in ("from=x", "“x” is no day", "kind=y, z", "one of: rocket, drone"):
        assert words in page


def test_bad_parameters_are_400_while_debugging_too(reader: Client, settings: Any, db: None) -> None:
    settings.DEBUG = True
    assert reader.get("/one/").status_code == 400
    assert "a whole number from 1 to 9" in reader.get("/one/").content.decode()


@pytest.mark.parametrize("query", ["q=%00", "%00=1", "q=a&q=%00b"])
def test_a_null_character_is_refused_before_it_reaches_the_database(reader: Client, query: str, db: None) -> None:
    response = reader.get(f"/no-such-page/?{query}")
    assert response.status_code == 400
    assert "text without null characters" in response.content.decode()


def test_a_long_value_is_shown_by_its_beginning(reader: Client, db: None) -> None:
    page = reader.get("/many/", {"from": "x" * 4000}).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "x" * 200 + "…" in main


def test_a_page_that_is_not_there_offers_a_search(reader: Client, db: None) -> None:
    response = reader.get("/nowhere/")
    page = response.content.decode()
    assert response.status_code == 404
    assert 'action="/"' in page
    assert 'name="q"' in page


def test_a_page_that_is_not_there_is_arabic_under_its_prefix(reader: Client, db: None) -> None:
    page = reader.get("/ar/nowhere/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page


def test_a_fault_shows_its_request_and_nothing_else_and_needs_no_database(reader: Client) -> None:
    response = reader.get("/fault/", headers={"X-Request-ID": "proxy-0123456789abcdef"})
    page = response.content.decode()
    assert response.status_code == 500
    assert "proxy-0123456789abcdef" in page
    assert "the-inside-of-the-program" not in page
    assert response["Cache-Control"] == "no-store"


def test_a_database_that_is_away_is_503_with_retry_after(reader: Client) -> None:
    response = reader.get("/away/")
    page = response.content.decode()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "the-address-of-the-database" not in page
    assert "look before you send it again" not in page


def test_who_wrote_while_the_database_went_is_told_to_look(reader: Client) -> None:
    response = reader.post("/away/")
    assert response.status_code == 503
    assert "look before you send it again" in response.content.decode()


def test_what_is_closed_is_403(reader: Client, db: None) -> None:
    assert reader.get("/closed/").status_code == 403


def test_a_form_without_its_token_is_403_in_the_look_of_the_site(settings: Any, db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})
    assert response.status_code == 403
    assert "The form has expired" in response.content.decode()


def test_a_foreign_host_is_400(reader: Client, db: None) -> None:
    assert reader.get("/nowhere/", headers={"Host": "evil.example.org"}).status_code == 400
