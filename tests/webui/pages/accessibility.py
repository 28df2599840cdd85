"""Asks axe for the accessibility faults of a page in the browser."""

from __future__ import annotations

from typing import Any

_KNOWN_COLOURS = """
(() => {
  const colour = axe.commons.color.Color.prototype, parse = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    const seen = known.get(text);
    if (seen) { [this.r, this.g, this.b, this.alpha] = seen; return this; }
    parse.call(this, text);
    known.set(text, [this.r, this.g, this.b, this.alpha]);
    return this;
  };
})();
"""
"""Lets axe read each colour once: half its time on a long page is reading the same dozen for each element."""

_OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def axe_faults(page: Any, scheme: str = "light") -> str:
    """Return what axe finds wrong on a page or a frame, as its report, nothing where that is nothing.

    Of a page in the scheme "dark" only the rules about colours are asked: the other scheme changes colours and nothing
    else (`test_browser.py::test_the_dark_scheme_is_other_colours_and_nothing_else`).
    """
    from axe_playwright_python.base import AXE_SCRIPT
    from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS, Axe

    options = DEFAULT_OPTIONS | ({"runOnly": _OF_COLOURS} if scheme == "dark" else {})
    found = Axe(AXE_SCRIPT + _KNOWN_COLOURS).run(page, options=options)
    asked = {rule["id"] for outcome in found.response.values() if isinstance(outcome, list) for rule in outcome}
    assert asked >= {*_OF_COLOURS["values"]}, "the rules about colours were asked"
    return found.generate_report() if found.violations_count else ""
