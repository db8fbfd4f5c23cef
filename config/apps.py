"""What is registered once Django has started, and which static files are served."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ProjectConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system checks
        from .signin import sessions  # noqa: F401 - registers its receivers


class StaticConfig(StaticFilesConfig):
    """Leaves out what dependencies bring for pages that this site has not: another viewer of the API, forms for it."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc", "rest_framework"]
