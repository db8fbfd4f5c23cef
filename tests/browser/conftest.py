"""Served sites over the curated record, and readers and staff who open them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from attacks.choices import StaffRole
from tests.chromium import WIDTHS
from tests.serving import Site, copied_database, record_database, serve

from .staff import session_of


@pytest.fixture(scope="session")
def record() -> Iterator[str]:
    """The URL of a database with the whole record, loaded once and copied by those who serve it."""
    with record_database("test_record") as url:
        yield url


@pytest.fixture(scope="session")
def site(record: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole record, read-only for tests."""
    log = tmp_path_factory.mktemp("site") / "log"
    with copied_database("test_site", record) as url, serve(url, log) as served:
        yield served


@pytest.fixture(scope="module")
def desk_site(record: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole record at the desk of staff, who may change it; each module has its own."""
    log = tmp_path_factory.mktemp("desk") / "log"
    with copied_database("test_desk", record) as url, serve(url, log, REQUIRE_TOTP="false") as served:
        yield served


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """A function that opens an address of the site in a fresh context and fails the test on any console error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    visited: set[str] = set()

    def note(message: ConsoleMessage) -> None:
        # A page that is meant to answer 404 makes the browser complain about the page itself.
        where = message.location.get("url", "")
        if message.type == "error" and where not in visited:
            errors.append(f"{message.text} ({where})")

    def opened(
        path: str, *, width: str = "desktop", scheme: str = "light", javascript: bool = True, touch: bool = False
    ) -> Page:
        across, down = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": across, "height": down},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            has_touch=touch,
            reduced_motion="reduce",
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        visited.add(site.url + path)
        page.goto(site.url + path, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


Sit = Callable[..., Page]
# Tests end sessions and cut connections; the browser notes each refused request in its console.
BROUGHT_ABOUT = re.compile(r"401 \(Unauthorized\)|ERR_INTERNET_DISCONNECTED")


@pytest.fixture
def sit(browser: Browser, desk_site: Site) -> Iterator[Sit]:
    """A function that gives a member of staff a browser of their own; any error in its console fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # What a test itself runs in the page, such as the accessibility checker, has no address.
        is_own = bool(message.location.get("url"))
        if message.type == "error" and is_own and not BROUGHT_ABOUT.search(message.text):
            errors.append(message.text)

    def seated(
        name: str, role: StaffRole, *, width: str = "desktop", scheme: str = "light", language: str = "en"
    ) -> Page:
        across, down = WIDTHS[width]
        context = browser.new_context(
            base_url=desk_site.url,
            viewport={"width": across, "height": down},
            color_scheme=scheme,  # type: ignore[arg-type]
            has_touch=width == "phone",
            reduced_motion="reduce",
            locale="en-GB",
        )
        cookies = {**session_of(desk_site, name, role), settings.LANGUAGE_COOKIE_NAME: language}
        context.add_cookies([{"name": key, "value": value, "url": desk_site.url} for key, value in cookies.items()])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield seated
    for context in contexts:
        context.close()
    assert errors == []
