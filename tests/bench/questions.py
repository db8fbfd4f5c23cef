"""The published mix: query strings of one to three filters, seeded, the same for every run and size."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from urllib.parse import urlencode

QUESTIONS = 60
SEED = 2026
Pairs = list[tuple[str, str]]


def mix(*, is_synthetic: bool, count: int = QUESTIONS, seed: int = SEED) -> list[str]:
    """`count` different questions; the first of them are the same whatever the count."""
    random = Random(seed)
    makers = _synthetic(random) if is_synthetic else _curated(random)
    questions: dict[str, None] = {}
    while len(questions) < count:
        pairs = [pair for make in random.sample(makers, random.randint(1, 3)) for pair in make()]
        questions[urlencode(list(dict(pairs).items()))] = None
    return list(questions)


def with_repeats(pool: list[str], count: int, seed: int = SEED) -> list[str]:
    """`count` questions as readers ask them: few of the pool again and again, most of it seldom (Zipf's law)."""
    weights = [1 / rank for rank in range(1, len(pool) + 1)]
    return Random(seed).choices(pool, weights, k=count)


def _filters(random: Random, actors: list[str], bases: list[str], words: list[str]) -> list[Callable[[], Pairs]]:
    def year() -> Pairs:
        number = random.randint(2019, 2025)
        return [("from", f"{number}-01-01"), ("to", f"{number}-12-31")]

    def month() -> Pairs:
        number, part = random.randint(2019, 2025), random.randint(1, 12)
        return [("from", f"{number}-{part:02}-01"), ("to", f"{number}-{part:02}-28")]

    def of(name: str, values: list[str]) -> Callable[[], Pairs]:
        return lambda: [(name, random.choice(values))]

    return [
        year,
        month,
        of("kind", ["rocket", "drone", "ied"]),
        of("province", ["IQ-BG", "IQ-AN", "IQ-AR", "IQ-DI", "IQ-BA"]),
        of("actor", actors),
        lambda: [("actor", random.choice(actors)), ("actor_by", "parent")],
        of("base", bases),
        of("evidence", ["confirmed", "corroborated"]),
        of("status", ["claimed", "suspected", "unattributed"]),
        of("q", words),
        of("nexus", ["direct", "indirect"]),
        of("weapon", ["rocket_107mm", "rocket_122mm", "drone"]),
        of("target", ["convoy", "base", "embassy"]),
        of("casualties", ["civilian", "us_military"]),
        of("sort", ["oldest", "casualties"]),
    ]


def _synthetic(random: Random) -> list[Callable[[], Pairs]]:
    # From every second record to one in many thousands; see the words of synthetic.py.
    words = ["convoy", "airport", "village", "runway", "bababa", "bagaka", "katana", "murusu", "laraga", "town 17"]
    actors, bases = [f"actor-{n}" for n in range(1, 61)], [f"base-{n}" for n in range(1, 47)]
    return _filters(random, actors, bases, words)


def _curated(random: Random) -> list[Callable[[], Pairs]]:
    words = ["convoy", "airport", "drone", "village", "katyusha", "embassy", "مطار"]
    actors = ["kataib-hezbollah", "ashab-al-kahf", "irgc"]
    return _filters(random, actors, ["ain-al-asad", "balad-air-base", "harir-air-base"], words)
