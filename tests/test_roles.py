"""The groups of staff hold exactly the permissions of the one table."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission

from attacks.choices import StaffRole
from attacks.roles import assign, permissions_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", StaffRole)
def test_group_holds_the_permissions_of_its_role_and_no_other(role: StaffRole) -> None:
    held = Permission.objects.filter(group__name=role.value).values_list("content_type__app_label", "codename")
    assert {f"{app}.{codename}" for app, codename in held} == permissions_of(role)


def test_a_new_role_takes_the_place_of_the_old_one() -> None:
    user = UserFactory()
    assign(user, StaffRole.EDITOR)
    assign(user, StaffRole.VIEWER)
    assert user.is_staff
    assert list(Group.objects.filter(user=user).values_list("name", flat=True)) == ["viewer"]
