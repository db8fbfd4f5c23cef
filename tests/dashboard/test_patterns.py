"""Templates drawn many times: what fills their holes is text, or markup that is known to be safe."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import override

from dashboard import patterns

CARD = {"tag": "h4"}
OPTIONS = ("value", "label", "count", "share")


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


def test_safe_markup_stays_markup_though_the_same_text_does_not() -> None:
    safe = patterns.fill("explore/card.html", CARD, id="IQ-1", title="one", tags=SafeString("<i>new</i>"))
    text = patterns.fill("explore/card.html", CARD, id="IQ-1", title="one", tags="<i>new</i>")
    assert '<p class="card-tags"><i>new</i></p>' in safe
    assert '<p class="card-tags">&lt;i&gt;new&lt;/i&gt;</p>' in text


def test_a_percent_sign_is_only_that() -> None:
    row = ("100 %", "50 %(label)s", "%s", "40")
    html = patterns.fill_all("explore/option.html", OPTIONS, [({}, row)])
    assert 'width="40%"' in html
    assert "50 %(label)s" in html
    assert 'value="100 %"' in html


def test_each_language_has_its_pattern() -> None:
    with override("ar"):
        arabic = patterns.fill("explore/card.html", CARD, id="IQ-1", title="one", select_url="/")
    assert arabic != patterns.fill("explore/card.html", CARD, id="IQ-1", title="one", select_url="/")
