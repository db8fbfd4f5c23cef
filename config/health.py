"""Whether a web process is alive (/healthz) and whether what it needs is there (/readyz).

Anybody may ask, so the answer says what is well and what is not, and nothing about the reasons.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import RedisError

from attacks import warmup
from attacks.explorer.table import table
from attacks.ledger import projection
from attacks.ledger.history import watermark
from attacks.models import Revision, TaskOutcome

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = "5"
Part = dict[str, Any]


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all; asks nothing of database or broker."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every required part is well, 503 with Retry-After otherwise.

    The explorer only tells how far it is, since it catches up at the next question; how tasks last ended is told too,
    and turns nobody away.
    """
    parts = {"database": _examined("database", _database), "broker": _examined("broker", _broker)}
    if parts["database"]["ok"]:  # what rests on it would only wait in vain as well
        parts |= {name: _examined(name, examine) for name, examine in RECORD.items()}
        told = {"tasks": _examined("tasks", _tasks)}
    else:
        told = {}
    told["explorer"] = {"revision": table().watermark}
    is_ready = all(part["ok"] for part in parts.values())
    status = {"status": "ready" if is_ready else "not ready"}
    response = JsonResponse(status | parts | told, status=200 if is_ready else 503)
    if not is_ready:
        response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _examined(name: str, examine: Callable[[], Part]) -> Part:
    try:
        return {"ok": True} | examine()
    except (DatabaseError, RedisError) as error:
        logger.warning("%s cannot be read (%s)", name, type(error).__name__)
        return {"ok": False, "problem": "cannot be read"}


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def _broker() -> Part:
    with warmup.broker() as client:
        client.ping()
    return {}


def _migrations() -> Part:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return {"ok": waiting == 0, "waiting": waiting}


def _ledger() -> Part:
    """The head, and whether the newest public version is in the projection; the whole is for `check_ledger`."""
    newest = Revision.objects.filter(event__in=projection.OPENING, document__body__isnull=False).order_by("-id").first()
    is_projected = newest is None or (
        projection.VERSIONS[newest.record_type].objects.filter(from_rev_id=newest.id).exists()
    )
    return {"ok": is_projected, "revision": watermark()}


def _tasks() -> Part:
    outcomes = TaskOutcome.objects.values("name", "is_ok", "finished_at", "watermark")
    return {
        "ok": all(outcome["is_ok"] for outcome in outcomes),
        "last": {
            outcome["name"]: {
                "ok": outcome["is_ok"],
                "finished_at": outcome["finished_at"].isoformat(timespec="seconds"),
                "revision": outcome["watermark"],
            }
            for outcome in outcomes
        },
    }


RECORD: dict[str, Callable[[], Part]] = {"migrations": _migrations, "ledger": _ledger}
