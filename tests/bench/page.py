"""How heavy the pages are and how soon they are seen: `python -m tests.bench.page [FOLDER]`.

A real Chromium opens each page over the real service on loopback: first with nothing kept (what is sent, in kilobytes),
then ten times again (first contentful paint, median, and layout shift). FOLDER holds documents (default: samples/).
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.arguments import SAMPLES, folders
from tests.bench.service import reindex, serving

_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
_PAGES = {
    "home": "",
    "results": "?q=hội+nghị",
    "article": "the first hit",
    "directives": "directives",
    "speakers": "speakers",
}
_VISITS = 10
_ROW = "{:<14} {:>10} {:>16} {:>14}"
_WATCH = (
    "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
    ".observe({type: 'layout-shift', buffered: true})"
)
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"


def page_table(source: Path) -> str:
    """Return a table of the pages' weight, first paint and shift. Raises RuntimeError without a browser."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        raise RuntimeError("no browser: install Debian's chromium")
    from playwright.sync_api import sync_playwright

    lines = [_ROW.format("page", "kB sent", "first paint, ms", "layout shift")]
    with tempfile.TemporaryDirectory() as folder:
        reindex(source, Path(folder), "--full")
        with serving(Path(folder)) as (address, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
            for name, path in _PAGES.items():
                lines.append(_ROW.format(name, *_measured(browser, address, path)))
            browser.close()
    return "\n".join(lines)


def _measured(browser: Any, address: str, path: str) -> tuple[str, str, str]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(_WATCH)
    if path == "the first hit":
        page.goto(f"{address}?q=hội+nghị&kind=article")
        path = page.locator(".hit a").first.get_attribute("href").removeprefix("/")
        context.close()
        return _measured(browser, address, path)
    sent: list[int] = []
    page.on("requestfinished", lambda request: sent.append(request.sizes()["responseBodySize"]))
    page.goto(address + path, wait_until="networkidle")
    weight = sum(sent)
    paints, shifts = [], []
    for _ in range(_VISITS):
        page.goto(address + path, wait_until="load")
        page.wait_for_timeout(50)
        paints.append(page.evaluate(_PAINT))
        shifts.append(page.evaluate("window.moved"))
    context.close()
    return f"{weight / 1000:.0f}", f"{statistics.median(paints):.0f}", f"{max(shifts):.3f}"


def main() -> None:
    """Print the table."""
    print(page_table(folders(__doc__, default=SAMPLES)[0]))


if __name__ == "__main__":
    main()
