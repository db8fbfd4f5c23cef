"""The record."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AttacksConfig(AppConfig):
    name = "attacks"
    verbose_name = _("The record")

    def ready(self) -> None:
        from . import tasks  # noqa: F401 - hears of publications
        from .rights import grant_reading, grant_rights
        from .roles import set_roles

        post_migrate.connect(grant_rights, sender=self)
        post_migrate.connect(grant_reading, sender=self)
        post_migrate.connect(set_roles, sender=self)
