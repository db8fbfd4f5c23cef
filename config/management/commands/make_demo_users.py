"""Makes the two members of staff with whom bin/run --demo is tried out."""

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from attacks import roles
from attacks.choices import StaffRole
from config.signin.sessions import end_sessions

DEMO_ROLES = (StaffRole.ANALYST, StaffRole.EDITOR)
# Without the letters and digits that people take for one another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Makes demo-analyst and demo-editor, or gives them new passwords, and prints these once."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Not in production: whoever reads the passwords could publish.")
        for role in DEMO_ROLES:
            password = new_password()
            user, is_new = User.objects.get_or_create(username=f"demo-{role}")
            user.is_active = True
            user.set_password(password)
            user.save()
            roles.assign(user, role)
            end_sessions(user)
            Authenticator.objects.filter(user=user).delete()
            note = "" if is_new else " (new: earlier ones are void)"
            self.stdout.write(f"{user.username}: password {password}{note}")


def new_password() -> str:
    """Sixteen random letters and digits in groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
