"""What is registered once Django has started."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system checks
        from .signin import sessions  # noqa: F401 - registers its receivers
