"""The users of bin/run --demo: two roles, passwords printed once, nothing of it in production."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from .conftest import ADMIN, give_second_factor, is_signed_in, sign_in

pytestmark = pytest.mark.django_db


def made() -> dict[str, str]:
    """Names and passwords that the command prints."""
    output = StringIO()
    call_command("make_demo_users", stdout=output)
    return dict(re.findall(r"^(\S+): password (\S+)", output.getvalue(), re.MULTILINE))


def test_an_analyst_and_an_editor_can_sign_in() -> None:
    for name, password in made().items():
        assert sign_in(Client(), name, password)["Location"] == ADMIN
    roles = User.objects.values_list("username", "groups__name", "is_staff", "is_superuser")
    assert sorted(roles) == [("demo-analyst", "analyst", True, False), ("demo-editor", "editor", True, False)]


def test_again_it_gives_new_passwords_and_ends_what_went_before(client: Client) -> None:
    first = made()
    sign_in(client, "demo-analyst", first["demo-analyst"])
    give_second_factor(User.objects.get(username="demo-analyst"))
    second = made()
    assert not set(first.values()) & set(second.values())
    assert not is_signed_in(client)
    assert sign_in(client, "demo-analyst", first["demo-analyst"]).status_code == 200
    assert sign_in(client, "demo-analyst", second["demo-analyst"])["Location"] == ADMIN


def test_in_production_it_makes_nobody(settings: Any) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="Not in production"):
        made()
    assert not User.objects.exists()
