"""Measures Explore in Chromium over the curated record: weight, first view, and how soon a press shows.

bin/bench frontend      writes the section "Front end" of docs/performance.md
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "performance.md"
THROTTLE = 4
LOADS = 7
WIDTHS = {"desktop": (1280, 800), "phone": (390, 844)}
HEADING = "## Front end"

# What a reader does, one press each; the page is given time to answer in between.
PRESSES = [
    ("tick a kind", "input[name=kind][value=drone]", ""),
    ("untick it", "input[name=kind][value=drone]", ""),
    ("open a fold", "#group-base > summary", ""),
    ("move the brush", "[data-edge=from]", "PageUp"),
    ("whole record", "[data-key=whole]", ""),
    ("map by province", "[data-set-mapmode=provinces]", ""),
    ("map by points", "[data-set-mapmode=points]", ""),
    ("zoom in", "[data-map-do=in]", ""),
    ("show all of Iraq", "[data-map-do=reset]", ""),
    ("open a mark", "#map [data-cell]", "Enter"),
    ("close its list", "#mappop [data-close]", ""),
    ("open the timeline's table", "#timeline-table > summary", ""),
    ("close it", "#timeline-table > summary", ""),
    ("choose a card", "#results .card .card-pin", ""),
]
WATCH = """() => {
  window.seen = { lcp: 0, cls: 0, presses: [], long: [] };
  const watch = (type, note, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
  watch('largest-contentful-paint', (entry) => { seen.lcp = entry.startTime; });
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  watch('event', (entry) => { if (entry.interactionId) seen.presses.push(entry.duration); }, { durationThreshold: 16 });
  watch('longtask', (entry) => seen.long.push(entry.duration));
}"""


def measure(url: str, browser: Browser) -> dict[str, Any]:
    return {
        "weight": weight(url, browser),
        "arrival": {(width, slow): arrivals(url, browser, width, slow) for width in WIDTHS for slow in (1, THROTTLE)},
        "presses": presses(url, browser),
    }


def opened(browser: Browser, width: str, slow: int) -> tuple[Page, CDPSession]:
    """A page in a context of its own, with nothing kept and the CPU `slow` times slower."""
    across, down = WIDTHS[width]
    page = browser.new_context(viewport={"width": across, "height": down}, locale="en-GB").new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    return page, tools


def weight(url: str, browser: Browser) -> dict[str, float]:
    """Kilobytes over the wire, by what they are."""
    page, tools = opened(browser, "desktop", 1)
    tools.send("Network.enable")
    kinds: dict[str, str] = {}
    found: dict[str, float] = {}
    tools.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: _kind(event)}))

    def add(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "other")
        found[kind] = found.get(kind, 0) + event["encodedDataLength"] / 1000

    tools.on("Network.loadingFinished", add)
    page.goto(url, wait_until="networkidle")
    page.locator("input[name=kind][value=drone]").check()
    page.wait_for_url("**kind=drone**")
    page.wait_for_timeout(500)
    page.locator("[data-map-do=in]").click()
    page.wait_for_timeout(2000)
    page.context.close()
    return found


def _kind(event: dict[str, Any]) -> str:
    url, kind = event["response"]["url"], event["type"]
    if kind in ("Document", "Script", "Stylesheet"):
        return str(kind)
    if "ground.json" in url:
        return "base map"
    return "marks of another zoom" if "json" in event["response"]["mimeType"] else "answer to a filter"


def arrivals(url: str, browser: Browser, width: str, slow: int) -> dict[str, float]:
    """Medians over several first visits, each with nothing kept."""
    found = []
    for _ in range(LOADS):
        page, _tools = opened(browser, width, slow)
        page.add_init_script(f"({WATCH})()")
        page.goto(url, wait_until="networkidle")
        page.wait_for_timeout(200)
        found.append(page.evaluate("seen"))
        page.context.close()
    return {
        "lcp": statistics.median(one["lcp"] for one in found),
        "cls": max(one["cls"] for one in found),
        "longest": statistics.median(max(one["long"], default=0) for one in found),
    }


def presses(url: str, browser: Browser) -> list[tuple[str, float]]:
    """Each press with the time until the next paint, worst of its events; under 16 ms the browser reports none."""
    page, _tools = opened(browser, "desktop", THROTTLE)
    page.add_init_script(f"({WATCH})()")
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(1000)
    found = []
    for name, selector, key in PRESSES:
        target = page.locator(selector).first
        page.evaluate("seen.presses.length = 0")
        if key:
            target.focus()
            page.keyboard.press(key)
        else:
            target.click()
        page.wait_for_timeout(2500)
        found.append((name, page.evaluate("Math.max(0, ...seen.presses)")))
    page.context.close()
    return found


def section(found: dict[str, Any]) -> str:
    kilobytes = found["weight"]
    code = kilobytes.get("Script", 0) + kilobytes.get("Stylesheet", 0)
    text = [
        HEADING,
        "",
        f"Measured by `bin/bench frontend` on {time.strftime('%-d %B %Y')}, in Chromium over the curated record, the",
        f"server on the same machine. “Slow”: a CPU throttled by {THROTTLE}. Medians of {LOADS} visits, nothing kept.",
        "",
        "| over the wire | kB |",
        "| --- | --- |",
        f"| script and style (budget 150) | {code:.0f} |",
        *(
            f"| {name} | {size:.0f} |"
            for name, size in sorted(kilobytes.items())
            if name not in ("Script", "Stylesheet")
        ),
        "",
        "| first view | largest paint (bar 1,000 ms on this machine) | layout shift (bar 0) | longest task |",
        "| --- | --- | --- | --- |",
    ]
    for (width, slow), one in found["arrival"].items():
        name = f"{width}, slow" if slow > 1 else width
        text.append(f"| {name} | {one['lcp']:.0f} ms | {one['cls']:.3f} | {one['longest']:.0f} ms |")
    text += ["", f"| a press, CPU throttled by {THROTTLE} | until the next paint (bar 100 ms) |", "| --- | --- |"]
    text += [f"| {name} | {f'{ms:.0f} ms' if ms else 'under 16 ms'} |" for name, ms in found["presses"]]
    return "\n".join([*text, ""])


def write(text: str) -> None:
    """Puts the section into the report, in the place of an earlier one."""
    report = REPORT.read_text("utf-8")
    parts = re.split(r"(?m)^(?=## )", report)
    kept = [part for part in parts if not part.startswith(HEADING)]
    REPORT.write_text("".join(kept).rstrip() + "\n\n" + text, "utf-8")


def main() -> None:
    django.setup()
    from tests.chromium import CHROMIUM, CHROMIUM_FLAGS
    from tests.serving import record_database, serve

    with (
        tempfile.TemporaryDirectory() as scratch,
        record_database("bench_frontend") as database,
        serve(database, Path(scratch) / "log") as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        found = measure(f"{site.url}/", browser)
        browser.close()
    write(section(found))
    print(f"written: {REPORT.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
