"""Every page, in English and Arabic, on a desk and on a phone: nothing clipped, nothing overlapping, accessible."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import WIDTHS, OpenPage
from .pages import LANGUAGES, PAGES

pytestmark = pytest.mark.browser

# Text that sticks out of its box without being told to scroll, wrap or end in dots.
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(node => {
  if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  if (node.closest('.visually-hidden, .skip, svg, select, [aria-hidden=true], .leaflet-container')) return false;
  const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
  if (!own) return false;
  const style = getComputedStyle(node);
  if (style.textOverflow === 'ellipsis' && node.closest('[title]')) return false;
  if (style.display === 'inline') return false;
  const scrolls = /auto|scroll/.test(style.overflowX);
  return !scrolls && style.overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1;
}).map(node => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 60)}`)"""

# The page itself never scrolls sideways.
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

# Two controls or texts in the flow of one parent that lie on each other.
OVERLAPPING = """() => {
  const found = [];
  for (const parent of document.querySelectorAll('body *')) {
    if (parent.closest('svg, .leaflet-container, .visually-hidden, [aria-hidden=true]')) continue;
    const boxes = [...parent.children].filter(node => {
      const style = getComputedStyle(node);
      return style.position === 'static' && style.float === 'none' && style.display !== 'inline' && style.display !== 'contents'
        && node.checkVisibility({ visibilityProperty: true }) && node.textContent.trim()
        && node.getBoundingClientRect().width > 1;
    }).map(node => [node, node.getBoundingClientRect()]);
    for (let i = 1; i < boxes.length; i++) {
      const [one, a] = boxes[i - 1], [other, b] = boxes[i];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 2) found.push(`${one.tagName}.${one.className} / ${other.tagName}.${other.className}: ${other.textContent.trim().slice(0, 40)}`);
    }
  }
  return found;
}"""

# Links in running text are exempt (WCAG 2.5.8); everything else that can be pressed is at least 24 px each way.
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [role=button], [role=slider]')].filter(node => {
  if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  if (node.closest('.visually-hidden, .skip') || node.matches('.visually-hidden')) return false;
  const inline = getComputedStyle(node).display === 'inline' && node.closest('p, li, td, dd, dt, th, figcaption, small, span, h1, h2, h3, h4, blockquote');
  if (inline) return false;
  const target = node.matches('input') && node.closest('label') ? node.closest('label') : node;
  const box = target.getBoundingClientRect();
  const covers = getComputedStyle(node, '::after').position === 'absolute';
  return !covers && (box.width < 24 || box.height < 24);
}).map(node => `${node.tagName}.${node.className} ${Math.round(node.getBoundingClientRect().width)}x${Math.round(node.getBoundingClientRect().height)}: ${(node.textContent || node.getAttribute('aria-label') || '').trim().slice(0, 40)}`)"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_accessible(
    name: str, language: str, width: str, open_page: OpenPage, axe_source: str
) -> None:
    page = open_page_quietly(open_page, LANGUAGES[language] + PAGES[name], width)
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OVERLAPPING) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert violations(page, axe_source) == []


@pytest.mark.parametrize("name", ["explore", "incident", "statements"])
def test_a_page_is_accessible_in_the_dark(name: str, open_page: OpenPage, axe_source: str) -> None:
    page = open_page(PAGES[name], scheme="dark")
    assert violations(page, axe_source) == []


def open_page_quietly(open_page: OpenPage, path: str, width: str) -> Any:
    """The page once its scripts are done; Explore says so on its body."""
    page = open_page(path, width=width)
    page.wait_for_load_state("networkidle")
    return page


def violations(page: Any, axe_source: str) -> list[str]:
    """What axe finds against WCAG 2.2 AA, one line each."""
    page.evaluate(axe_source)
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{rule['id']}: {node['html'][:150]} | {(node.get('failureSummary') or '')[:150]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
