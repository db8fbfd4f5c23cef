"""Links of Explore: each changes its own part of the filter and leaves the rest as it is."""

from __future__ import annotations

from urllib.parse import urlsplit

from hypothesis import given

from attacks.explorer.filters import Filter
from dashboard.explore.address import Address
from dashboard.explore.counting import switches
from tests.explorer.strategies import filters


def asked_by(url: str) -> Filter:
    return Filter.parse(urlsplit(url).query)


@given(filters())
def test_an_address_asks_for_its_filter(query: Filter) -> None:
    assert asked_by(Address("/", query.pairs()).url()) == query


@given(filters())
def test_a_link_changes_what_it_names_alone(query: Filter) -> None:
    address = Address("/", query.pairs())
    assert asked_by(address.url(sort="oldest", q=None, kind=["drone", "-ied"])) == query.replace(
        sort="oldest", q="", kind=("drone", "-ied")
    )


def test_the_order_of_parameters_is_the_same_however_they_came() -> None:
    address = Address("/", [("kind", "drone"), ("view", "table")])
    assert address.url(sort="oldest", **{"from": "2021-01-01"}) == "/?from=2021-01-01&kind=drone&sort=oldest&view=table"


def test_values_are_encoded_and_places_on_the_page_dropped() -> None:
    address = Address("/", [("q", "a&b ج"), ("cursor", "n.1.0.1.IQ-1"), ("selected", "IQ-0001")])
    assert address.url() == "/?q=a%26b%20%D8%AC"
    assert address.url(keeps_place=True) == "/?q=a%26b%20%D8%AC&cursor=n.1.0.1.IQ-1&selected=IQ-0001"


@given(filters())
def test_a_switch_changes_its_own_part_of_the_rule(query: Filter) -> None:
    drawn = switches(query, Address("/", query.pairs()))
    fields = ("foiled", "evidence", "nexus", "duplicates", "country")
    for switch, field in zip(drawn, fields, strict=True):
        for link in switch.links:
            asked = asked_by(link.url)
            assert asked.replace(**{field: getattr(query, field)}) == query
            assert link.is_current == (asked == query)
    for switch, name, value in ((drawn[1], "evidence", "discounted"), (drawn[2], "nexus", "context")):
        without, including = (asked_by(link.url) for link in switch.links)
        assert value not in without.chosen(name)
        assert value in including.chosen(name)
