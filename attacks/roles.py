"""The roles of staff: groups whose permissions each migration sets anew from the one table here."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q

from attacks.choices import StaffRole

# Tables that analysts write; the rest of the record is for editors.
WRITTEN_BY_ANALYSTS = ("incident", "statement", "actor", "base", "outlet", "source", "tally", "report")
WRITTEN_BY_EDITORS = ("province", "coverage")
# Parts of a record: removing one is a change of the record.
PARTS = (
    "munition", "casualties", "attribution", "incidentlink", "account", "reportedvalue", "presence", "affiliation",
)  # fmt: skip
# Written by the program alone, or, as with copies of sources, never changed.
SHOWN = ("archivedcopy", "revision", "revisiondocument", "reviewevent", "taskoutcome", "ledgerhead")


def _each(verbs: str, *models: str) -> set[str]:
    return {f"attacks.{verb}_{model}" for verb in verbs.split() for model in models}


# What each role adds to the one before it.
ADDED: dict[StaffRole, set[str]] = {
    StaffRole.VIEWER: _each("view", *WRITTEN_BY_ANALYSTS, *WRITTEN_BY_EDITORS, *PARTS, *SHOWN, "job")
    | {"attacks.export_records"},
    StaffRole.ANALYST: _each("add change delete", *WRITTEN_BY_ANALYSTS, *PARTS) | {"attacks.add_job"},
    StaffRole.EDITOR: _each("add change", *WRITTEN_BY_EDITORS)
    | {"attacks.publish_records", "attacks.withdraw_records"},
    StaffRole.ADMIN: {"attacks.redact_records", "auth.view_user", "auth.add_user", "auth.change_user"},
}


def permissions_of(role: StaffRole) -> set[str]:
    """The names of all permissions of a role, as `app_label.codename`."""
    roles = list(StaffRole)
    return set().union(*(ADDED[lower] for lower in roles[: roles.index(role) + 1]))


def set_roles(*, using: str, **_: Any) -> None:
    """Makes the groups and gives each exactly the permissions of its role; called after every migration."""
    for app in ("auth", "attacks"):  # their own handlers may come later than this one
        create_permissions(apps.get_app_config(app), verbosity=0, using=using)
    for role in StaffRole:
        group, _is_new = Group.objects.using(using).get_or_create(name=role.value)
        wanted = Q(pk=None)
        for name in permissions_of(role):
            app, codename = name.split(".")
            wanted |= Q(content_type__app_label=app, codename=codename)
        group.permissions.set(Permission.objects.using(using).filter(wanted))


def assign(user: User, role: StaffRole) -> None:
    """Gives a member of staff one role in the place of any other."""
    user.groups.set([Group.objects.get(name=role.value)])
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
