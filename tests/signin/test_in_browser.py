"""Signing in as people do it: in Chromium, on a desk and on a telephone, in both languages, in the dark."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.test_every_page import MEASURES, violations
from tests.chromium import WIDTHS
from tests.serving import Site, empty_database, serve

pytestmark = pytest.mark.browser
PERIOD = 30


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that asks a second factor of its staff, of whom there are two."""
    log = tmp_path_factory.mktemp("signin") / "log"
    with empty_database("test_signin") as url, serve(url, log, REQUIRE_TOTP="true") as served:
        yield served


@pytest.fixture
def passwords(site: Site) -> dict[str, str]:
    """Of the demonstration's users, who have no second factor yet."""
    return dict(re.findall(r"^(\S+): password (\S+)", site.manage("make_demo_users"), re.MULTILINE))


def is_fault(message: ConsoleMessage) -> bool:
    """An error in the console; the admin's own pages name no icon, and browsers ask for one."""
    return message.type == "error" and not message.location.get("url", "").endswith("/favicon.ico")


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    options = {"width": "desktop", "scheme": "light"} | getattr(request, "param", {})
    across, down = WIDTHS[options["width"]]
    context = browser.new_context(
        viewport={"width": across, "height": down},
        color_scheme=options["scheme"],
        reduced_motion="reduce",
        locale="en-GB",
    )
    opened, errors = context.new_page(), []
    opened.set_default_timeout(8000)
    opened.on("console", lambda message: errors.append(message.text) if is_fault(message) else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


def fresh_code(secret: str, after: str = "") -> str:
    """A code with some seconds left to type it in, and another one than `after`."""
    while True:
        code = format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
        if code != after and time.time() % PERIOD < PERIOD - 5:
            return code
        time.sleep(0.5)


def check(page: Page, axe_source: str, *, language: str) -> None:
    """Nothing runs out of the page, every target can be hit, axe has nothing to say."""
    assert page.evaluate("document.documentElement.lang") == language
    page.evaluate(MEASURES)
    assert page.evaluate("measures.sideways()") <= 0
    assert page.evaluate("measures.clipped()") == []
    assert page.evaluate("measures.outside()") == []
    assert page.evaluate("measures.overlapping()") == []
    assert page.evaluate("measures.smallTargets()") == []
    assert violations(page, axe_source) == []
    if folder := os.environ.get("SHOTS"):
        name = re.sub(r"\W+", "-", page.url.split("/", 3)[3].split("?")[0]) + f"{page.viewport_size['width']}"  # type: ignore[index]
        page.screenshot(path=str(Path(folder) / f"{language}-{name}.png"), full_page=True)


LOOKS = [
    pytest.param({}, "", id="desk"),
    pytest.param({"width": "phone", "scheme": "dark"}, "/ar", id="arabic-telephone-in-the-dark"),
]


@pytest.mark.parametrize(("page", "prefix"), LOOKS, indirect=["page"])
def test_staff_set_up_a_second_factor_and_sign_in_with_it(
    page: Page, prefix: str, site: Site, passwords: dict[str, str], axe_source: str
) -> None:
    language = "ar" if prefix else "en"
    page.goto(f"{site.url}{prefix}/account/login/")
    check(page, axe_source, language=language)
    page.locator("[name=login]").fill("demo-analyst")
    page.locator("[name=password]").fill("wrong")
    page.locator("main .btn-strong").click()
    expect(page.locator(".errorlist")).to_be_visible()
    check(page, axe_source, language=language)
    page.locator("[name=password]").fill(passwords["demo-analyst"])
    page.locator("main .btn-strong").click()

    expect(page).to_have_url(re.compile("/account/second-step/totp/activate/"))
    page.goto(f"{site.url}{prefix}/account/second-step/totp/activate/")
    assert page.locator(".account-qr").evaluate("image => image.complete && image.naturalWidth > 0")
    check(page, axe_source, language=language)
    secret = page.locator(".account-key").inner_text()
    code = fresh_code(secret)
    page.locator("[name=code]").fill(code)
    page.locator("main .btn-strong").click()

    expect(page.locator(".account-codes li")).to_have_count(10)
    codes = page.locator(".account-codes li").all_inner_texts()
    assert len(codes) == 10
    check(page, axe_source, language=language)
    page.locator("main .btn-strong").click()
    expect(page).to_have_url(f"{site.url}/admin/")

    for path in ("second-step/", "sessions/", "password/change/"):
        page.goto(f"{site.url}{prefix}/account/{path}")
        check(page, axe_source, language=language)
    page.locator(".account-nav button").click()
    expect(page).to_have_url(re.compile("/account/login/"))

    page.locator("[name=login]").fill("demo-analyst")
    page.locator("[name=password]").fill(passwords["demo-analyst"])
    page.locator("main .btn-strong").click()
    expect(page).to_have_url(re.compile("/account/second-step/authenticate/"))
    check(page, axe_source, language=language)
    page.locator("[name=code]").fill(fresh_code(secret, after=code))
    page.locator("main .btn-strong").click()
    expect(page).to_have_url(f"{site.url}/admin/")
