"""How far a job is, kept in Redis beside the transaction that nobody else can look into; lost, nothing is missed."""

from __future__ import annotations

import json
import logging

import redis

from attacks.warmup import broker

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3600


def _name(job_id: int) -> str:
    return f"attacks.job.{job_id}"


class Teller:
    """Tells how far a job is; falls silent, and keeps the job going, once Redis does not answer."""

    def __init__(self, job_id: int) -> None:
        self.name = _name(job_id)
        self.client: redis.Redis | None = broker()

    def tell(self, done: int, total: int) -> None:
        if self.client is None:
            return
        try:
            self.client.set(self.name, json.dumps([done, total]), ex=KEPT_SECONDS)
        except redis.RedisError as error:
            logger.warning("progress is not told: Redis does not answer (%s)", type(error).__name__)
            self.close()

    def close(self) -> None:
        if self.client is not None:
            self.client.close()
            self.client = None


def read(job_id: int) -> tuple[int, int] | None:
    """Rows done and rows in all; None where nothing is known."""
    try:
        with broker() as client:
            told = client.get(_name(job_id))
    except redis.RedisError:
        return None
    if not told:
        return None
    done, total = json.loads(told)
    return done, total


def is_reachable() -> bool:
    """Whether the queue answers."""
    try:
        with broker() as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
