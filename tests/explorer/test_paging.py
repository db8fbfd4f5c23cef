"""A walk through the pages covers every record once, whatever is published in between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from attacks.explorer.answer import Page
from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter, FilterError
from attacks.models import PublishedIncident

from .history import History


def _page(query: Filter, cursor: str) -> Page:
    read = Filter.parse({"cursor": cursor} | dict(query.pairs()))
    page = explore(read, panels=["page"]).page
    assert page is not None
    return page


@pytest.mark.parametrize("sort", ["newest", "oldest", "casualties", "killed", "munitions", "kind", "evidence"])
def test_a_walk_covers_every_record_once_and_leads_back(history: History, sort: str) -> None:
    for number in range(130):
        day = date(2021, 1, 1) + timedelta(days=number % 7)
        history.incident(f"IQ-{number:04}", occurred_from=day, occurred_to=day, killed_low=number % 3 or None)
    expected = set(PublishedIncident.objects.values_list("pk", flat=True))
    query = Filter(sort=sort)
    pages, cursor = [], ""
    for step in range(3):
        page = _page(query, cursor)
        pages.append(page)
        cursor = page.next_cursor
        history.incident(f"IQ-{step:04}", killed_low=9)  # replaces one
        history.incident(f"IQ-9{step:03}")  # and adds one
    assert not cursor
    assert [len(page.version_ids) for page in pages] == [50, 50, 30]
    walked = [pk for page in pages for pk in page.version_ids]
    assert len(walked) == len(set(walked))
    assert set(walked) == expected
    second = _page(query, pages[2].previous_cursor)
    assert second.version_ids == pages[1].version_ids
    first = _page(query, second.previous_cursor)
    assert first.version_ids == pages[0].version_ids
    assert first.previous_cursor == ""
    assert _page(query, first.next_cursor).version_ids == pages[1].version_ids


def test_the_first_and_the_only_page_lead_nowhere(history: History) -> None:
    history.incident("IQ-1")
    assert explore(Filter()).page == Page([PublishedIncident.objects.get().pk], [0])


def test_a_cursor_from_the_future_is_refused(history: History) -> None:
    with pytest.raises(FilterError) as caught:
        explore(Filter.parse("cursor=n.999999.0.18000.IQ-0001"))
    assert "cursor" in caught.value.errors
