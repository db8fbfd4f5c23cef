"""The Celery application: how worker and beat start and log; tasks live in attacks/tasks.py."""

from __future__ import annotations

import logging.config
import os
from typing import Any

from celery import Celery, Task, signals
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .logs import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.celeryd_init.connect
@signals.beat_init.connect
def refuse_unsafe_start(**_: Any) -> None:
    from .checks import refuse_unsafe_start

    try:
        refuse_unsafe_start()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error  # any other exception would only be logged


@signals.beat_init.connect
def check_at_once(**_: Any) -> None:
    """Begins with what is scheduled, so that a fresh deployment knows its state within the first minute."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.send_task(entry["task"], **entry["options"])


@signals.setup_logging.connect
def log_as_django_does(**_: Any) -> None:
    logging.config.dictConfig(settings.LOGGING)


@signals.before_task_publish.connect
def hand_on_request_id(headers: dict[str, Any], **_: Any) -> None:
    if identifier := request_id.get():
        headers["request_id"] = identifier


@signals.task_prerun.connect
def take_request_id(task_id: str, task: Task, **_: Any) -> None:
    request_id.set(getattr(task.request, "request_id", None) or task_id)
