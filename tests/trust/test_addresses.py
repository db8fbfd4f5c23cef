"""Addresses on the web: form and sameness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attacks.addresses import fault, normalised


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://www.example.org:8080/a/b?c=d#e",
        "https://شبكة.example/خبر",
        "https://xn--mgbh0fb.xn--kgbechtv/a",
        "https://web.archive.org/web/20200101/https://example.org/a",
    ],
)
def test_well_formed_addresses_have_no_fault(url: str) -> None:
    assert fault(url) == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a b", "holds a space"),
        ("ftp://example.org/a", "does not begin with"),
        ("javascript:alert(1)", "does not begin with"),
        ("https://user:word@example.org/", "holds a user name"),
        ("https://localhost/a", "names no public host"),
        ("https://10.0.0.1/a", "names no public host"),
        ("https://example..org/a", "names no public host"),
        ("https://[::1/a", "cannot be read"),
        ("https://example.org:99999/a", "cannot be read"),
        ("https://example.org:0/a", "names port 0"),
        ("", "does not begin with"),
    ],
)
def test_each_fault_is_named(url: str, expected: str) -> None:
    assert fault(url).startswith(expected)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a?x=1&y=2",
        "https://www.example.org/a/?y=2&x=1",
        "https://EXAMPLE.org:443/a?x=1&y=2#part",
        "https://example.org/a?utm_source=feed&x=1&fbclid=abc&y=2",
    ],
)
def test_spellings_of_one_page_are_the_same(url: str) -> None:
    assert normalised(url) == "example.org/a?x=1&y=2"


@pytest.mark.parametrize(
    "url", ["https://example.org/A?x=1&y=2", "https://example.org/a?x=1", "https://example.org:81/a"]
)
def test_other_pages_stay_apart(url: str) -> None:
    assert normalised(url) != "example.org/a?x=1&y=2"


@given(st.text())
def test_any_text_has_a_verdict(text: str) -> None:
    assert isinstance(fault(text), str)
    if not fault(text):
        assert isinstance(normalised(text), str)
