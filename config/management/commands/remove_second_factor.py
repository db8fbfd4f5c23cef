"""Helps a member of staff who has lost both the authenticator and the recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from config.signin.sessions import end_sessions


class Command(BaseCommand):
    help = "Removes a user's authenticator and recovery codes and signs the user out everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *args: Any, username: str, **options: Any) -> None:
        try:
            user = User.objects.get(username=username)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user “{username}”.") from error
        removed, _by_model = Authenticator.objects.filter(user=user).delete()
        if not removed:
            raise CommandError(f"“{username}” has no second factor.")
        self.stdout.write(f"Removed the second factor of “{username}”; {end_sessions(user)} sessions ended.")
