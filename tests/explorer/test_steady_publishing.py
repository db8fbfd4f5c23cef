"""Many readers of a real site while records are published: no torn answer, nothing late, nothing piling up."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.serving import ROOT, Site, empty_database, serve

READERS, QUESTIONS = 4, 12


class Publisher:
    """A process of its own that publishes an incident whenever it is told to; `count`: public for certain."""

    def __init__(self, site: Site) -> None:
        command = [sys.executable, "-m", "tests.explorer.publisher"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=site.environment, stdin=pipe, stdout=pipe, text=True, bufsize=1
        )
        self.count = 0
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.count = int(line)

    def publish(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("next\n")

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
        self.listener.join()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with empty_database("test_steady") as url, serve(url, tmp_path / "log", WEB_PROCESSES="2") as site:
        yield site


def ask(site: Site) -> str:
    request = Request(f"{site.url}/?sort=oldest", headers={"X-Fragment": "explore"})
    with urlopen(request, timeout=60) as response:
        return response.read().decode()


def figures(html: str) -> dict[str, int]:
    """The number of attacks as each panel tells it."""
    data = re.search(r'<script id="map-data" type="application/json">(.*?)</script>', html, re.S)
    headline = re.search(r"<dt>attacks?</dt><dd>(\d+)", html)
    kind = re.search(r'name="kind" value="rocket".*?<span class="count">(\d+)</span>', html, re.S)
    bars = re.findall(r'<g class="bar"[^>]*><title>[^<]*: (\d+) attacks? ', html)
    assert data
    assert headline
    assert kind
    cells = json.loads(data[1])
    return {
        "headline": int(headline[1]),
        "facet": int(kind[1]),
        "map": sum(sum(cell["counts"].values()) for cell in cells["cells"]),
        "provinces": sum(cells["provinces"].values()),
        "timeline": sum(map(int, bars)),
        "list": len(set(re.findall(r'data-id="(IQ-\d+)"', html))),
    }


def test_every_panel_of_an_answer_comes_from_one_state_of_the_record_and_none_is_late(site: Site) -> None:
    publisher = Publisher(site)

    def read() -> list[tuple[int, dict[str, int]]]:
        seen = []
        for _ in range(QUESTIONS):
            publisher.publish()
            certain = publisher.count
            seen.append((certain, figures(ask(site))))
        return seen

    publisher.publish()
    while not publisher.count:  # until something is public there is nothing to count
        assert publisher.process.poll() is None
        threading.Event().wait(0.05)
    try:
        with ThreadPoolExecutor(READERS) as readers:
            running = [readers.submit(read) for _ in range(READERS)]
        answers = [answer for reader in running for answer in reader.result()]
    finally:
        publisher.end()
    assert len({shown["headline"] for _certain, shown in answers}) > QUESTIONS / 2
    for certain, shown in answers:
        attacks = shown.pop("headline")
        assert attacks >= certain
        assert shown.pop("list") == min(attacks, 50)
        assert set(shown.values()) == {attacks}, shown
    assert publisher.count == 1 + READERS * QUESTIONS
    assert figures(ask(site))["headline"] == publisher.count
