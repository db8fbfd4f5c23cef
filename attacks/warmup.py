"""Web processes learn of a new revision here, and get the answers ready that most readers ask for.

Each holds an explorer of its own, on one machine or many, so one request could warm only one of them. They listen on a
channel of Redis instead; whoever announces a revision learns how many heard it. What is lost on the way costs a reader
some milliseconds, never correctness: every request catches up by itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import psycopg
import redis
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

CHANNEL = "attacks.revisions"
RETRY_SECONDS = 5.0


def broker() -> redis.Redis:
    """A client of Redis that gives up after three seconds and doesn't try again; use it in a `with` block."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=3,
        socket_timeout=3,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 0),
    )


def announce(watermark: int) -> int:
    """The number of web processes that are now getting ready for this revision; raises redis.RedisError."""
    with broker() as client:
        return client.publish(CHANNEL, watermark)


class Warmer(threading.Thread):
    """Acts at the start of a web process, after each announcement, and whenever it lost Redis in between.

    `action` brings the explorer up to date and has it answer for the record as a whole.
    """

    def __init__(self, action: Callable[[], object]) -> None:
        super().__init__(name="warmer", daemon=True)
        self.action = action
        self.is_stopped = threading.Event()

    def stop(self) -> None:
        self.is_stopped.set()

    def run(self) -> None:
        self._act()
        while not self.is_stopped.is_set():
            try:
                self._listen()
            except redis.RedisError as error:
                logger.warning("no announcements of revisions: Redis does not answer (%s)", type(error).__name__)
                self.is_stopped.wait(RETRY_SECONDS)

    def _listen(self) -> None:
        with broker() as client, client.pubsub(ignore_subscribe_messages=True) as channel:
            channel.subscribe(CHANNEL)
            channel.get_message(timeout=3)  # the confirmation: from here on nothing is missed
            self._act()
            while not self.is_stopped.is_set():
                if channel.get_message(timeout=1):
                    while channel.get_message():  # many at once are one
                        pass
                    self._act()

    def _act(self) -> None:
        try:
            close_old_connections()
            self.action()
        except (DatabaseError, psycopg.Error) as error:
            logger.warning("not warmed up: the database does not answer (%s)", type(error).__name__)
        except Exception:  # the thread outlives whatever one revision brings
            logger.exception("not warmed up")
        finally:
            close_old_connections()
