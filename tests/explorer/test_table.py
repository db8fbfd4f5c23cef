"""The table in memory holds what is published, however it came to hold it."""

from __future__ import annotations

import os
import threading
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from attacks.explorer.answer import Answer
from attacks.explorer.dictionaries import Dictionary
from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter
from attacks.explorer.table import Loaded, State, Table, table
from attacks.models import PublishedIncident

from .conftest import publish_world
from .history import History
from .strategies import HISTORIES, Step

CODES = ("trait", "place", "toll", "attributed")


def _rows(state: State) -> list[tuple[Any, ...]]:
    """Every row in its order, with what its codes stand for, whichever codes these are."""
    columns = state.columns
    own = [field.name for field in fields(columns) if field.name not in ("version", *CODES)]
    meanings = {
        "trait": _named(state.traits),
        "place": _named(state.places),
        "toll": [
            tuple(
                int(part[name][code])
                for part in (state.tolls.low, state.tolls.high, state.tolls.is_known)
                for name in part
            )
            for code in range(state.tolls.size)
        ],
        "attributed": [
            sorted(
                (actor, int(bits))
                for actor, (codes, masks) in state.attributions.actors.items()
                for bits in masks[codes == code]
            )
            for code in range(state.attributions.size)
        ],
    }
    parts = [getattr(columns, name).tolist() for name in own]
    parts += [[meanings[name][code] for code in getattr(columns, name).tolist()] for name in CODES]
    return list(zip(*parts, strict=True))


def _named(codes: Dictionary) -> list[list[tuple[str, str]]]:
    return [
        sorted((facet, name) for facet, names in codes.lists.items() for name, found in names.items() if code in found)
        for code in range(codes.size)
    ]


class _Undo(Exception):
    pass


@pytest.mark.django_db
@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
@given(steps=HISTORIES, cuts=st.sets(st.integers(0, 24)))
def test_catching_up_step_by_step_ends_where_a_fresh_load_does(steps: list[Step], cuts: set[int]) -> None:
    try:
        with transaction.atomic():
            history = History()
            publish_world(history)
            kept = Table()
            first = kept.current()
            for number, step in enumerate(steps):
                step(history)
                if number in cuts:
                    kept.current()
            assert kept.current() is first, "it caught up and did not load anew"
            fresh = Table().current()
            assert _rows(first.state) == _rows(fresh.state)
            for name in ("base", "actor", "affiliation", "province"):
                sql = f"FROM {name} ORDER BY ALL"
                assert first.database.execute(sql).fetchall() == fresh.database.execute(sql).fetchall()
            raise _Undo
    except _Undo:
        pass


def test_a_damaged_table_is_loaded_anew_and_the_question_answered(history: History) -> None:
    history.incident("IQ-1")
    assert explore(Filter()).totals.attacks == 1
    damaged = table().current()
    damaged.database.execute("DROP TABLE coverage")
    damaged.answers.clear()
    damaged.state.moments.clear()
    assert explore(Filter()).totals.attacks == 1
    assert table().current() is not damaged


def test_a_table_that_cannot_catch_up_is_loaded_anew(history: History) -> None:
    history.incident("IQ-1")
    damaged = table().current()
    damaged.database.execute("DROP TABLE place")
    history.incident("IQ-2")
    assert explore(Filter()).totals.attacks == 2


def test_another_ledger_with_as_many_revisions_is_not_taken_for_this_one(db: None) -> None:
    answers = []
    for count in (1, 4):
        try:
            with transaction.atomic():
                history = History()
                publish_world(history)
                history.incident("IQ-1", attack_count=count)
                answers.append(explore(Filter()))
                raise _Undo
        except _Undo:
            pass
    assert [answer.totals.attacks for answer in answers] == [1, 4]
    assert answers[0].watermark == answers[1].watermark


def test_a_rebuilt_projection_is_noticed(history: History) -> None:
    history.incident("IQ-1")
    (old,) = explore(Filter()).page.version_ids  # type: ignore[union-attr]
    version = PublishedIncident.objects.get()
    version.delete()
    version.pk = None
    version.save(force_insert=True)
    (new,) = explore(Filter()).page.version_ids  # type: ignore[union-attr]
    assert new != old


def test_a_redacted_version_leaves_the_past_as_well(history: History) -> None:
    first = history.incident("IQ-1")
    history.incident("IQ-1", attack_count=3)
    assert explore(Filter(as_of=first)).totals.attacks == 1
    PublishedIncident.objects.filter(from_rev=first).delete()
    history._append("incident", "IQ-1", "redacted")
    assert explore(Filter(as_of=first)).totals.attacks == 0
    assert explore(Filter()).totals.attacks == 3


def test_an_answer_is_kept_until_something_is_published(history: History) -> None:
    history.incident("IQ-1")
    answer = explore(Filter())
    for again in (explore(Filter()), explore(Filter(as_of=answer.watermark))):
        assert is_kept(answer, again) == {"totals", "facets", "timeline", "cells", "page"}
    history.incident("IQ-2")
    assert explore(Filter()).totals.attacks == 2
    assert "totals" in is_kept(answer, explore(Filter(as_of=answer.watermark)))


@pytest.mark.parametrize(
    ("change", "panel"),
    [
        ({"sort": "oldest"}, "page"),
        ({"zoom": 12}, "cells"),
        ({"bbox": (42, 32, 43.5, 34)}, "cells"),
        ({"bin": "day"}, "timeline"),
    ],
)
def test_what_one_panel_alone_looks_at_leaves_the_others_as_they_are(
    history: History, change: dict[str, Any], panel: str
) -> None:
    history.incident("IQ-1", base="x")
    answer = explore(Filter(kind=("rocket",)))
    changed = explore(Filter(kind=("rocket",), **change))
    assert is_kept(answer, changed) == {"totals", "facets", "timeline", "cells", "page"} - {panel}
    assert getattr(changed, panel) is getattr(explore(Filter(kind=("rocket",), **change)), panel)


def test_the_overview_stays_while_the_period_moves(history: History) -> None:
    history.incident("IQ-1", occurred_from=date(2021, 3, 15))
    history.incident("IQ-2", occurred_from=date(2023, 3, 15))
    first, second = (
        explore(Filter(since=date(year, 1, 1), until=date(year, 12, 31))).timeline for year in (2021, 2023)
    )
    assert first is not None
    assert second is not None
    assert first.overview is second.overview
    assert [bar.counts for bar in first.bins if bar.counts] == [{"rocket": 1}]
    assert first.bins != second.bins


def is_kept(answer: Answer, again: Answer) -> set[str]:
    """The parts that were not worked out a second time."""
    names = ("totals", "facets", "timeline", "cells", "page")
    return {name for name in names if getattr(answer, name) is getattr(again, name)}


@pytest.fixture
def public_history(transactional_db: None) -> History:
    """A history that other connections see."""
    history = History()
    publish_world(history)
    return history


def test_readers_never_see_a_torn_answer_while_others_publish(public_history: History) -> None:
    public_history.incident("IQ-0", base="x")
    faults: list[str] = []
    is_over = threading.Event()

    def read(query: Filter) -> None:
        seen = 0
        try:
            while not is_over.is_set():
                answer = explore(query)
                total = answer.totals.attacks
                parts = {
                    "bins": round(sum(item.total for item in answer.timeline.bins)),  # type: ignore[union-attr]
                    "cells": sum(cell.total for cell in answer.cells),
                    "kinds": sum(option.count for option in answer.facets["kind"]),
                    "provinces": sum(answer.province_counts.values()),
                    "records": answer.totals.records,
                }
                if set(parts.values()) != {total} or answer.watermark < seen:
                    faults.append(f"{total} {parts} {answer.watermark} after {seen}")
                seen = answer.watermark
        except Exception as error:
            faults.append(repr(error))
        finally:
            connections.close_all()

    queries = (Filter(), Filter(q="record"), Filter(role=("attack",)))
    readers = [threading.Thread(target=read, args=[query]) for query in queries]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 60):
            day = date(2021, 1, 1) + timedelta(days=number % 50)
            with transaction.atomic():
                public_history.incident(f"IQ-{number % 40}", base="x", occurred_from=day, occurred_to=day)
    finally:
        is_over.set()
        for reader in readers:
            reader.join()
    assert not faults, faults[:3]
    assert explore(Filter()).totals.attacks == 40


def test_a_forked_process_loads_its_own_table(public_history: History) -> None:
    public_history.incident("IQ-1")
    assert explore(Filter()).totals.attacks == 1
    parents = table()
    connections.close_all()
    child = os.fork()
    if not child:
        code = 1
        try:
            connection.close()
            code = 0 if explore(Filter()).totals.attacks == 1 and table() is not parents else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert explore(Filter()).totals.attacks == 1


def test_the_table_reaches_no_file_of_the_machine(history: History) -> None:
    loaded: Loaded = table().current()
    with pytest.raises(Exception, match=r"(?i)permission|disabled|cannot access"):
        loaded.database.execute("FROM read_csv('/etc/hostname', columns = {'line': 'VARCHAR'}, auto_detect = false)")
