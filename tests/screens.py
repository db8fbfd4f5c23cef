"""Takes the pictures in docs/screens/: every page at 1440 and 390 px, light and dark, English and Arabic."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from tests.browser.pages import LANGUAGES, PAGES  # noqa: E402
from tests.chromium import CHROMIUM, CHROMIUM_FLAGS  # noqa: E402 - needs the settings above
from tests.desk_screens import pictures_of_the_desk  # noqa: E402
from tests.serving import Site, record_database, serve  # noqa: E402

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screens"
SIZES = {1440: 900, 390: 844}
TALLEST = 2400  # pixels; a longer page is cut there


def take(only: list[str]) -> int:
    """Writes the pictures whose name contains one of `only` (all when empty); returns how many."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    taken = 0
    with (
        tempfile.TemporaryDirectory() as scratch,
        record_database("screens") as url,
        serve(url, Path(scratch) / "log", REQUIRE_TOTP="false") as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for name, path in PAGES.items():
            for width in SIZES:
                for scheme in ("light", "dark"):
                    for language, prefix in LANGUAGES.items():
                        picture = f"{name}-{width}-{scheme}-{language}"
                        if not only or any(part in picture for part in only):
                            shoot(browser, site, prefix + path, FOLDER / f"{picture}.webp", width, scheme)
                            taken += 1
        for picture, page in pictures_of_the_desk(browser, site, SIZES, only):
            save(page, FOLDER / f"{picture}.webp")
            taken += 1
        browser.close()
    return taken


def shoot(browser: Browser, site: Site, path: str, target: Path, width: int, scheme: str) -> None:
    """One picture, compressed."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        has_touch=width < 700,
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(site.url + path, wait_until="networkidle")
    save(page, target)
    context.close()


def save(page: Page, target: Path) -> None:
    """The page as it stands, cut where it is too long."""
    page.wait_for_timeout(250)
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": min(TALLEST, height)}
    picture = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    Image.open(io.BytesIO(picture)).save(target, "WEBP", quality=50, method=6)


if __name__ == "__main__":
    print(f"{take(sys.argv[1:])} pictures in docs/screens/")
