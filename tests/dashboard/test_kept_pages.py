"""Pages of Explore kept ready to send: never older than the record, compressed, not sent twice."""

from __future__ import annotations

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from dashboard.explore.kept import Page, Shelf
from dashboard.explore.page import warm
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_next_request_after_a_publication_shows_it(client: Client) -> None:
    factories.published(factories.IncidentFactory(public_id="IQ-0001"))
    before = client.get("/")
    factories.published(factories.IncidentFactory(public_id="IQ-0002"))
    after = client.get("/")
    assert b'data-id="IQ-0002"' not in before.content
    assert b'data-id="IQ-0002"' in after.content
    assert before["ETag"] != after["ETag"]


def test_a_page_the_reader_has_is_not_sent_again(client: Client) -> None:
    factories.published(factories.IncidentFactory())
    first = client.get("/?kind=rocket")
    again = client.get("/?kind=rocket", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/?kind=drone", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_kept_page_asks_the_database_for_the_head_alone(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    factories.published(factories.IncidentFactory())
    client.get("/?kind=rocket")
    with django_assert_num_queries(1):
        client.get("/?kind=rocket")


def test_the_same_page_goes_out_compressed_to_those_who_can_read_it(client: Client) -> None:
    factories.published(factories.IncidentFactory())
    packed, plain = client.get("/", headers={"Accept-Encoding": "gzip, br"}), client.get("/")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize("accepted", ["gzip;q=0", "br", "*;q=0", "identity, gzip;q=0.5", ""])
def test_the_page_goes_out_plain_to_those_who_do_not_want_it_packed(client: Client, accepted: str) -> None:
    factories.published(factories.IncidentFactory())
    plain = client.get("/", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in plain
    assert b"</html>" in plain.content
    assert "Accept-Encoding" in plain["Vary"]


def test_languages_and_fragments_are_kept_apart(client: Client) -> None:
    factories.published(factories.IncidentFactory())
    pages = [client.get(path, headers={"X-Fragment": part}).content for path in ("/", "/ar/") for part in ("", "cards")]
    assert len(set(pages)) == 4
    assert pages == [
        client.get(path, headers={"X-Fragment": part}).content for path in ("/", "/ar/") for part in ("", "cards")
    ]


def test_readers_who_are_signed_in_get_the_page_that_everybody_gets(
    client: Client, django_user_model: type[User]
) -> None:
    factories.published(factories.IncidentFactory())
    for_everybody = client.get("/")
    client.force_login(django_user_model.objects.create_user("somebody", is_staff=True))
    for_staff = client.get("/")
    assert (for_staff["ETag"], for_staff.content) == (for_everybody["ETag"], for_everybody.content)
    assert b"somebody" not in for_staff.content


def test_the_page_made_ready_is_the_one_that_readers_get(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    factories.published(factories.IncidentFactory(public_id="IQ-0001"))
    warm()
    with django_assert_num_queries(1):
        page = client.get("/ar/").content.decode()
    assert 'data-id="IQ-0001"' in page
    assert 'aria-current="page"' in page


def test_who_asks_for_a_page_being_made_waits_for_it_instead_of_making_it_again() -> None:
    shelf, made, begun = Shelf(), [], threading.Event()

    def make() -> HttpResponse:
        made.append(1)
        begun.wait(5)
        return HttpResponse("page")

    with ThreadPoolExecutor(4) as readers:
        pages = [readers.submit(shelf.page, "key", make) for _ in range(4)]
        begun.set()
        found = [page.result() for page in pages]
    assert len(made) == 1
    assert all(isinstance(page, Page) for page in found)


def test_what_went_wrong_is_not_kept() -> None:
    shelf = Shelf()
    failed = shelf.page("key", lambda: HttpResponse("away", status=503))
    assert isinstance(failed, HttpResponse)
    assert isinstance(shelf.page("key", lambda: HttpResponse("page")), Page)
