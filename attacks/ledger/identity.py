"""The system's own identities, which act like anybody else but can't sign in."""

from __future__ import annotations

from django.contrib.auth.models import User

RECORD_LOADER = "record-loader"
SYSTEM = frozenset({RECORD_LOADER})


def system_identity(name: str) -> User:
    """The user that stands for a part of the system; made when first asked for."""
    if name not in SYSTEM:
        raise ValueError(f"{name} is no system identity; known are {', '.join(sorted(SYSTEM))}")
    user, is_new = User.objects.get_or_create(
        username=name, defaults={"is_active": False, "first_name": "Record loader"}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def is_system(user: User) -> bool:
    """Whether this is one of the system's own identities."""
    return user.username in SYSTEM and not user.is_active
