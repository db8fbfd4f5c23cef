"""The explorer answers as plain PostgreSQL does, for any filter, any history and any moment of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from attacks import choices
from attacks.explorer.answer import Answer
from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter
from attacks.models import LedgerHead, PublishedIncident

from . import plain
from .conftest import publish_world
from .history import History
from .strategies import FEW, HISTORIES, Step

EVIDENCE = [str(grade) for grade in choices.Evidence]
KINDS = [str(kind) for kind in choices.Kind]
KEYS: dict[str, Callable[[PublishedIncident], int]] = {
    "casualties": lambda r: -_most(r, "killed") - _most(r, "wounded"),
    "killed": lambda r: -_most(r, "killed"),
    "munitions": lambda r: -_most(r, "fired"),
    "kind": lambda r: KINDS.index(r.kind),
    "evidence": lambda r: EVIDENCE.index(r.evidence),
}


def _order(sort: str) -> Callable[[PublishedIncident], Any]:
    if sort == "oldest":
        return lambda record: (record.occurred_from, record.public_id)
    key = KEYS.get(sort, lambda record: 0)
    return lambda record: (key(record), -record.occurred_from.toordinal(), _reversed(record.public_id))


def _reversed(text: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in text)


def _most(record: PublishedIncident, name: str) -> int:
    low, high = getattr(record, f"{name}_low"), getattr(record, f"{name}_high")
    return high if high is not None else low or 0


class _Undo(Exception):
    pass


@pytest.mark.django_db
# Shrinking would replay hundreds of histories against the database.
@settings(max_examples=80, phases=[Phase.explicit, Phase.generate])
@given(steps=HISTORIES, query=FEW, moment=st.floats(0, 1))
def test_every_panel_equals_a_plain_query_now_and_at_any_earlier_revision(
    steps: list[Step], query: Filter, moment: float
) -> None:
    try:
        with transaction.atomic():
            history = History()
            publish_world(history)
            first = LedgerHead.objects.get().revision_id
            for step in steps:
                step(history)
            last = LedgerHead.objects.get().revision_id
            _check(explore(query), query, last)
            past = first + round(moment * (last - first))
            _check(explore(query.replace(as_of=past)), query, past)
            raise _Undo
    except _Undo:
        pass


def _check(answer: Answer, query: Filter, watermark: int) -> None:
    records = list(plain.matching(query, watermark))
    barrages = plain.barrages(watermark)
    worths = plain.worth(query, records, barrages)
    counted = [record for record in records if plain.is_counted(query, record)]
    assert answer.watermark == watermark
    _check_totals(answer, query, records, counted, barrages)
    _check_facets(answer, query, watermark, barrages)
    _check_timeline(answer, records, worths)
    _check_cells(answer, query, records, worths)
    by_province: dict[str, list[PublishedIncident]] = defaultdict(list)
    for record in records:
        if record.province:
            by_province[record.province].append(record)
    worth_of = {code: sum(plain.worth(query, of, barrages).values()) for code, of in by_province.items()}
    assert answer.province_counts == {code: worth for code, worth in worth_of.items() if worth}
    assert answer.page is not None
    assert answer.page.version_ids == [record.pk for record in sorted(records, key=_order(query.sort))]


def _check_totals(
    answer: Answer,
    query: Filter,
    records: list[PublishedIncident],
    counted: list[PublishedIncident],
    barrages: dict[str, str],
) -> None:
    totals = answer.totals

    def worth(some: list[PublishedIncident]) -> int:
        return sum(plain.worth(query, some, barrages).values())

    assert totals.measured.low == worth(records)
    assert (totals.measured.known, totals.measured.of) == (_known(query, counted), len(counted))
    assert totals.attacks == sum(plain.attacks_of(record) for record in counted)
    assert totals.records == len(records)
    assert totals.counted_records == len(counted)
    standing = [record for record in records if not record.is_foiled]
    assert totals.responses == sum(record.role == "response" for record in standing)
    assert totals.unclaimed_strikes == sum(record.role == "unclaimed_strike" for record in standing)
    assert totals.foiled == len(records) - len(standing)
    assert totals.abroad == worth([record for record in counted if record.country != "IQ"])
    assert totals.possible_duplicates == worth([record for record in counted if record.possible_duplicate_of])
    known = [record for record in counted if record.killed_low is not None]
    highs = [r.killed_high if r.killed_high is not None else r.killed_low for r in known]
    assert (totals.killed.low, totals.killed.high) == (sum(r.killed_low for r in known), sum(highs))
    assert (totals.killed.known, totals.killed.of) == (len(known), len(counted))
    reach = list(plain.matching(query.replace(area=None, near=None), answer.watermark))
    bases = plain.base_points(answer.watermark)
    lost = [record for record in reach if plain.point(record, bases) is None]
    assert totals.out_of_reach == (len(lost) if query.area or query.near else 0)


def _known(query: Filter, counted: list[PublishedIncident]) -> int:
    column = {"munitions": "fired_low", "killed": "killed_low"}.get(query.measure)
    return sum(column is None or getattr(record, column) is not None for record in counted)


def _check_facets(answer: Answer, query: Filter, watermark: int, barrages: dict[str, str]) -> None:
    """Every figure is what choosing that option, and no other of its kind, would give."""
    for name, options in answer.facets.items():
        for option in options:
            chosen = query.without(name).replace(**{name: (option.value,)})
            worths = plain.worth(chosen, plain.matching(chosen, watermark), barrages)
            assert option.count == sum(worths.values()), (name, option)


def _check_timeline(answer: Answer, records: list[PublishedIncident], worths: dict[int, int]) -> None:
    timeline = answer.timeline
    assert timeline is not None
    starts = [item.start for item in timeline.bins]
    for one, following in zip(timeline.bins, timeline.bins[1:], strict=False):
        assert one.end + timedelta(days=1) == following.start
    assert (starts[0], timeline.bins[-1].end) == (timeline.start, timeline.end)
    assert sum(item.total for item in timeline.bins) == pytest.approx(sum(worths.values()))
    expected = plain.bins(worths, records, starts, timeline.end)
    for item, counts in zip(timeline.bins, expected, strict=True):
        assert {kind: n for kind, n in item.counts.items() if n} == pytest.approx(counts)


def _check_cells(answer: Answer, query: Filter, records: list[PublishedIncident], worths: dict[int, int]) -> None:
    sites = {
        base.public_id: base.location
        for base in plain.PublishedBase.objects.as_of(answer.watermark).filter(location__isnull=False)
    }
    placed = [record for record in records if record.base in sites or record.location]
    attacks = [
        record for record in placed if record.role == "attack" and (query.foiled == "counted" or not record.is_foiled)
    ]
    assert sum(cell.total for cell in answer.cells) == sum(worths[record.pk] for record in attacks)
    marks = sum(cell.responses + cell.unclaimed_strikes + cell.foiled for cell in answer.cells)
    assert marks == len(placed) - len(attacks)
    used = [slug for cell in answer.cells for slug in cell.places]
    assert sorted(used) == sorted({record.base for record in placed if record.base in sites}), "a site is in one cell"
    if len(placed) == 1:
        point = sites.get(placed[0].base) or placed[0].location
        (cell,) = answer.cells
        assert (cell.lon, cell.lat) == pytest.approx((point.x, point.y), abs=1e-4)
        assert cell.public_id == placed[0].public_id


@pytest.mark.django_db
def test_an_empty_record_has_an_empty_answer() -> None:
    answer = explore(Filter())
    assert (answer.watermark, answer.totals.attacks, answer.cells) == (0, 0, [])
    assert answer.timeline is not None
    assert [item.total for item in answer.timeline.bins] == [0]


def test_a_front_counts_for_its_parent_only_while_the_affiliation_is_in_force(history: History) -> None:
    history.actor("b", [("a", date(2021, 1, 1), date(2021, 12, 31))])
    history.actor("c", [("b", None, None)])
    for number, day in enumerate([date(2020, 12, 31), date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]):
        history.incident(f"IQ-{number}", occurred_from=day, occurred_to=day, attributions=[("c", "claimed")])
    assert explore(Filter(actor=("a",), actor_by="parent")).totals.attacks == 2
    assert explore(Filter(actor=("b",), actor_by="parent")).totals.attacks == 4
    assert explore(Filter(actor=("a",))).totals.attacks == 0


def test_group_and_basis_hold_for_the_same_attribution(history: History) -> None:
    history.incident("IQ-1", attributions=[("a", "denied"), ("b", "claimed")])
    assert explore(Filter(actor=("a",))).totals.attacks == 0
    assert explore(Filter(actor=("a",), basis=("denied",))).totals.attacks == 1
    assert explore(Filter(actor=("a",), basis=("claimed",))).totals.attacks == 0


def test_a_name_of_a_base_or_group_finds_the_incident(history: History) -> None:
    history.base("x", name="Ayn al-Asad Ain al-Assad عين الأسد")
    history.actor("a", name="Kata'ib Hezbollah")
    history.incident("IQ-1", base="x", search_text="rockets", attributions=[("a", "claimed")])
    for text in ("ain al-assad", "عين الاسد", "kataib rocket", "Rockets", "asad hezb"):
        assert explore(Filter(q=text)).totals.records == 1, text
    assert explore(Filter(q="rockets nowhere")).totals.records == 0


@pytest.mark.parametrize("place", [{}, {"country": ("IQ",)}, {"base": ("balad",)}])
@pytest.mark.parametrize("trait", [{}, {"kind": ("rocket",)}, {"evidence": ("confirmed",)}])
def test_words_go_with_every_other_filter(history: History, place: dict[str, Any], trait: dict[str, Any]) -> None:
    history.base("balad", name="Balad Air Base")
    history.incident("IQ-0001", base="balad", kind="rocket", evidence="confirmed", country="IQ")
    assert explore(Filter(q="balad", **place, **trait)).totals.records == 1
    assert explore(Filter(q="nothing", sort="oldest", actor=("none",), **place, **trait)).totals.attacks == 0


def test_sites_of_one_base_stay_one_mark_at_every_zoom(history: History) -> None:
    for number in range(3):
        history.incident(f"IQ-{number}", base="x")
    for zoom in range(19):
        (cell,) = explore(Filter(zoom=zoom), panels=["cells"]).cells
        assert (cell.places, cell.total, cell.public_id) == (["x"], 3, "")
        assert (cell.lon, cell.lat) == (43.0, 33.0)


def test_marks_outside_the_map_view_are_left_out_and_nothing_else_changes(history: History) -> None:
    history.incident("IQ-1", base="x")
    history.incident("IQ-2", base="z")
    answer = explore(Filter(bbox=(42, 32, 43.5, 34)))
    assert [cell.places for cell in answer.cells] == [["x"]]
    assert answer.totals.attacks == 2


def test_an_answer_of_one_day_is_that_of_the_last_revision_of_that_day(history: History) -> None:
    revisions = [history.incident(f"IQ-{number}") for number in range(60)]
    answer = explore(
        Filter(as_of=date(2026, 1, 2))
    )  # one revision an hour from 1 January, 01:00 UTC, is 04:00 in Baghdad
    assert answer.watermark == 44
    assert answer.totals.attacks == sum(revision <= 44 for revision in revisions)
