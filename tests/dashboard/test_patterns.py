"""Templates drawn many times: what fills their holes is text."""

from __future__ import annotations

from dashboard import patterns

CARD = {"tag": "h4", "mark": "rocket", "status": "claimed", "evidence": "confirmed", "tags": ()}


def test_text_in_a_hole_is_escaped() -> None:
    html = patterns.fill("explore/card.html", CARD, id="IQ-1", title="<b>Rockets</b> & more", select_url="/?a=1&b=2")
    assert "&lt;b&gt;Rockets&lt;/b&gt; &amp; more" in html
    assert 'href="/?a=1&amp;b=2"' in html


def test_a_pattern_is_filled_anew_each_time() -> None:
    first, second = (patterns.fill("explore/card.html", CARD, id=name, title="one") for name in ("IQ-1", "IQ-2"))
    assert second == first.replace("IQ-1", "IQ-2")


def test_a_hole_without_text_is_not_drawn() -> None:
    assert "card-facts" not in patterns.fill("explore/card.html", CARD, id="IQ-1", title="one")
    assert "card-facts" in patterns.fill("explore/card.html", CARD, id="IQ-1", title="one", facts="3 killed")
