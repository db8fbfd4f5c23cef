"""The pages of staff as pictures show them: each is brought to the state that the guide speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, Page

from attacks.choices import StaffRole
from tests.browser.pages import LANGUAGES
from tests.browser.staff import session_of
from tests.serving import Site

LIST = "/admin/attacks/incident/"
# An edit of a published incident by somebody else, waiting for an editor.
PREPARE = """
from django.contrib.auth.models import User
from attacks.ledger import review
from attacks.models import Incident
incident = Incident.objects.get(public_id="IQ-0155")
author = User.objects.get(username="amal")
Incident.objects.filter(pk=incident.pk).update(damage="Roofs of houses in Albu Hassan village", time_note="Evening")
incident.refresh_from_db()
review.mark_edited(record=incident, by=author)
review.submit(record=incident, by=author)
print("key", incident.pk)
"""


def pictures_of_the_desk(
    browser: Browser, site: Site, sizes: dict[int, int], only: list[str]
) -> Iterator[tuple[str, Page]]:
    """Each picture's name with its page, closed once the next is asked for."""
    names = [
        (shown, f"{shown}-{width}-{scheme}-{language}", width, scheme, language)
        for shown in SHOWN
        for width in sizes
        for scheme in ("light", "dark")
        for language in LANGUAGES
    ]
    wanted = [row for row in names if not only or any(part in row[1] for part in only)]
    if not wanted:
        return
    session_of(site, "amal", StaffRole.ANALYST)
    cookies = session_of(site, "huda", StaffRole.EDITOR)
    key = site.manage("shell", "--verbosity=0", "--command", PREPARE).split("key ")[-1].strip()
    for shown, picture, width, scheme, language in wanted:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": sizes[width]},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            has_touch=width < 700,
            locale="en-GB",
        )
        sent = {**cookies, "django_language": language}
        context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in sent.items()])
        page = context.new_page()
        SHOWN[shown](page, key)
        yield picture, page
        context.close()


def _at(path: str) -> Callable[[Page, str], None]:
    return lambda page, key: _open(page, path.format(key=key))


def _open(page: Page, path: str) -> None:
    page.goto(path, wait_until="networkidle")


def _duplicates(page: Page, key: str) -> None:
    """A report begun that is recorded already."""
    _open(page, f"{LIST}add/")
    page.locator("#id_kind").select_option("rocket")
    page.locator("#id_occurred_from").fill("2021-03-15")
    page.locator("#desk_location_latitude").fill("33.9402, 44.3616")
    page.locator("#desk_location_latitude").blur()
    page.locator("[data-duplicates] li").first.wait_for()
    page.wait_for_load_state("networkidle")


def _undecided(page: Page, key: str) -> None:
    """A save after somebody else's: what the form was opened with is forgotten, so that each difference is shown."""
    _open(page, f"{LIST}{key}/change/")
    page.locator("input[name=opened]").evaluate("node => { node.value = ''; }")
    page.locator("#id_title").fill("Rockets fired at Balad air base")
    page.keyboard.press("Control+s")
    page.locator(".desk-beside").wait_for()
    page.wait_for_load_state("networkidle")


SHOWN: dict[str, Callable[[Page, str], None]] = {
    "admin-desk": _at("/admin/"),
    "admin-incidents": _at(LIST),
    "admin-incident": _at(LIST + "{key}/change/"),
    "admin-incident-duplicates": _duplicates,
    "admin-publish": _at(LIST + "review/publish/?ids={key}"),
    "admin-undecided": _undecided,
    "admin-merge": _at(LIST + "review/merge/?ids={key}"),
}
