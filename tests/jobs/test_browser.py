"""The page of a job in a real browser: it follows its worker, and is whole on a desk and a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page

from attacks.models import Outlet
from config.settings.served import SECRET_KEY
from tests.browser.test_every_page import MEASURES, violations
from tests.chromium import WIDTHS
from tests.factories import ActorFactory
from tests.serving import serve
from tests.trust.conftest import RedisServer, database_url, eventually
from tests.trust.test_tasks import held, is_waiting_for_lock

from .test_workers import outlets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(browser: Browser, analyst: User, broker: RedisServer, tmp_path: Path, settings: Any) -> Any:
    """Opens an address of a served site over the test's database, as the analyst."""
    settings.SECRET_KEY = SECRET_KEY  # sessions of the served site
    client = Client()
    client.force_login(analyst)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    errors: list[str] = []
    with serve(database_url(), tmp_path / "site.log", REDIS_URL=broker.url) as site:
        contexts = []

        def opened(path: str, *, width: str = "desktop", scheme: str = "light") -> Page:
            across, down = WIDTHS[width]
            context = browser.new_context(viewport={"width": across, "height": down}, color_scheme=scheme)  # type: ignore[arg-type]
            contexts.append(context)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
            page = context.new_page()
            page.set_default_timeout(20_000)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(site.url + path)
            return page

        yield opened
        for context in contexts:
            context.close()
    assert errors == []


def test_an_import_is_followed_from_the_upload_to_its_drafts(
    signed_in: Any, worker: Callable[[], Any], tmp_path: Path, axe_source: str
) -> None:
    ActorFactory(slug="front")
    file = tmp_path / "outlets.csv"
    file.write_bytes(outlets())
    page: Page = signed_in("/admin/attacks/job/add/")
    page.get_by_label("Records").select_option("outlet")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    assert page.get_by_role("status").inner_text() == "Waits for a worker."
    with worker():
        page.get_by_role("button", name="Import these 700 rows").wait_for()
        assert not Outlet.objects.exists()
        with held("attacks_actor"):
            page.get_by_role("button", name="Import these 700 rows").click()
            eventually(is_waiting_for_lock, what="the import is in the middle of its work")
            page.get_by_text("500 of 700 rows").wait_for()
            assert page.get_by_role("progressbar").evaluate("bar => bar.value / bar.max") == pytest.approx(5 / 7)
        page.get_by_role("heading", name="Drafts").wait_for()
    assert Outlet.objects.count() == 700
    assert page.get_by_text("outlet-1", exact=True).first.is_visible()
    check_pages(page, signed_in, axe_source)


def check_pages(page: Page, signed_in: Any, axe_source: str) -> None:
    """Pages of bulk work are whole and accessible, on a desk and a phone, light and dark."""
    done = "/admin/" + page.url.partition("/admin/")[2]
    for path, width, scheme in (
        (done, "phone", "dark"),
        ("/admin/attacks/job/add/", "desktop", "light"),
        ("/admin/attacks/job/columns/incident/", "phone", "light"),
    ):
        shown = signed_in(path, width=width, scheme=scheme)
        shown.evaluate(MEASURES)
        assert shown.evaluate("measures.sideways()") <= 0, path
        own = [line for line in violations(shown, axe_source) if "job" in line]
        assert own == [], path
