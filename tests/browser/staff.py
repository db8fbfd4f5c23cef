"""Members of staff at a served site, and the actions that their hands make."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from attacks.choices import StaffRole
from tests.serving import Site

SIGN_IN = """
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from attacks.choices import StaffRole
from attacks.roles import assign
user = User.objects.filter(username="{name}").first() or User.objects.create_user("{name}")
assign(user, StaffRole("{role}"))
client = Client()
client.force_login(user)
print("session", settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def session_of(site: Site, name: str, role: StaffRole) -> dict[str, str]:
    """The cookie of somebody who has just signed in."""
    printed = site.manage("shell", "--verbosity=0", "--command", SIGN_IN.format(name=name, role=role.value))
    (line,) = [line for line in printed.splitlines() if line.startswith("session ")]
    _, cookie, value = line.split()
    return {cookie: value}


class Hands:
    """Counts actions: one click, one key (with what is held down beside it), or the typing of one field's text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, target: Locator) -> None:
        self.actions += 1
        target.click()

    def press(self, key: str) -> None:
        self.actions += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        self.actions += 1
        self.page.keyboard.type(text)

    def fill(self, label: Locator, text: str) -> None:
        """A click on the label or the field, and the text."""
        self.click(label)
        self.type(text)

    def choose(self, name: str, text: str) -> None:
        """One record of a type-ahead list: a click, the text, Enter."""
        self.click(self.page.locator(f"#id_{name} + .select2 .select2-selection"))
        expect(self.page.locator(".select2-container--open .select2-search__field")).to_be_focused()
        self.type(text)
        self.page.locator(".select2-results__option--highlighted:not(.loading-results)").filter(
            has_text=text
        ).first.wait_for()
        self.press("Enter")
