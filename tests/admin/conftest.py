"""Members of staff at their browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from attacks.choices import StaffRole
from attacks.roles import assign
from tests.factories import UserFactory


@pytest.fixture
def staff() -> Callable[[StaffRole], User]:
    """A new member of staff in a role."""

    def make(role: StaffRole) -> User:
        user = UserFactory()
        assign(user, role)
        return user

    return make


@pytest.fixture
def signed_in(staff: Callable[[StaffRole], User]) -> Callable[[StaffRole], Client]:
    """A browser of a new member of staff; `client.user` is who sits there."""

    def make(role: StaffRole) -> Client:
        client = Client()
        client.user = staff(role)  # type: ignore[attr-defined]
        client.force_login(client.user)  # type: ignore[attr-defined]
        return client

    return make


@pytest.fixture
def analyst(signed_in: Callable[[StaffRole], Client]) -> Client:
    return signed_in(StaffRole.ANALYST)


@pytest.fixture
def editor(signed_in: Callable[[StaffRole], Client]) -> Client:
    return signed_in(StaffRole.EDITOR)
