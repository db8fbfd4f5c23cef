"""What a reader waits for: Explore and the list of the API over HTTP, and how much two processes do in a second."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench import rivals
from tests.bench.clock import children, resident_mb, spread, timed
from tests.bench.questions import mix, with_repeats
from tests.serving import Site, serve

CLIENTS = 4
WARM_UP = 40  # questions of another mix, after which a process has made its connections
HEADERS = {"X-Fragment": "explore", "Accept-Encoding": "gzip"}


class Reader:
    """A browser as far as the server sees it: one connection that is kept."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)

    def get(self, path: str, **headers: str) -> bytes:
        """The body as it came over the wire."""
        try:
            return self._get(path, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError):  # kept for too long
            self.connection.close()
            return self._get(path, headers)

    def _get(self, path: str, headers: dict[str, str]) -> bytes:
        self.connection.request("GET", path, headers=HEADERS | headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status} for {path}: {body[:300]!r}")
        return body


def measure(database_url: str, scratch: Path, *, is_synthetic: bool, requests: int) -> dict[str, Any]:
    """Times of one process, then the throughput and the memory of two."""
    questions = mix(is_synthetic=is_synthetic)
    with _warm(database_url, scratch / "one.log", processes=1) as site:
        reader = Reader(site.url)
        for question in mix(is_synthetic=is_synthetic, count=WARM_UP, seed=9):
            reader.get(f"/?{question}")
            reader.get(f"/api/v1/incidents/?limit=50&{question}")
        unfiltered = timed(lambda: reader.get("/"))
        fresh = [timed(lambda: reader.get(f"/?{question}")) for question in questions]  # noqa: B023 - called at once
        kept = [timed(lambda: reader.get(f"/?{question}")) for _ in range(2) for question in questions]  # noqa: B023
        asked = rivals.questions() if is_synthetic else []
        same = [timed(lambda: reader.get(f"/?{question}")) for question in asked]  # noqa: B023
        body = len(reader.get("/"))
        others = mix(is_synthetic=is_synthetic, seed=5)  # which nobody asked Explore before
        api = [timed(lambda: reader.get(f"/api/v1/incidents/?limit=50&{question}")) for question in others]  # noqa: B023
    result: dict[str, Any] = {
        "unfiltered_ms": unfiltered,
        "fresh_ms": spread(fresh),
        "kept_ms": spread(kept),
        "api_ms": spread(api),
        "same_ms": spread(same) if same else None,  # the questions that other tools are asked
        "fragment_kb": body / 1024,
    }
    with _warm(database_url, scratch / "two.log", processes=2) as site:
        pool = mix(is_synthetic=is_synthetic, count=min(400, requests // 4), seed=1)
        result["with_repeats"] = _throughput(site, with_repeats(pool, requests // 4))
        unique = mix(is_synthetic=is_synthetic, count=min(400, requests // 4), seed=2)
        result["without_repeats"] = _throughput(site, unique)
        before = [resident_mb(process) for process in children(site.process)]
        many = mix(is_synthetic=is_synthetic, count=max(400, requests // 10), seed=3)
        _throughput(site, with_repeats(many, requests))
        after = [resident_mb(process) for process in children(site.process)]
        result |= {"requests": requests, "memory_before_mb": max(before), "memory_after_mb": max(after)}
    return result


@contextmanager
def _warm(database_url: str, log: Path, *, processes: int) -> Iterator[Site]:
    """A site whose processes have filled their tables."""
    with serve(database_url, log, WEB_PROCESSES=str(processes), API_RATE="", LOG_LEVEL="WARNING") as site:
        # New connections, so that every process is asked; each answers once its table is filled.
        for _ in range(8 * processes):
            Reader(site.url).get("/")
        time.sleep(1)
        yield site


def _throughput(site: Site, questions: list[str]) -> float:
    """Requests in a second, by four readers at once."""
    waiting = iter(questions)
    lock = threading.Lock()
    failures: list[BaseException] = []

    def read() -> None:
        reader = Reader(site.url)
        try:
            while True:
                with lock:
                    question = next(waiting, None)
                if question is None:
                    return
                reader.get(f"/?{question}")
        except Exception as error:  # told to whoever measures
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(CLIENTS)]
    start = time.perf_counter()
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    if failures:
        raise failures[0]
    return len(questions) / (time.perf_counter() - start)
