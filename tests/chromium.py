"""A real Chromium, and what is measured in it: the contrast of text, and what of a text is in sight."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# Without these, Chromium looks for its maker's servers at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A name that leads to this machine, and which a browser trusts no more than any other that comes without TLS.
PLAIN_HOST = "plain.example"

# Each text in sight, that of ::before and ::after too, with its colour and the one behind it.
_TEXTS = """() => {
  const clear = "rgba(0, 0, 0, 0)", root = document.documentElement;
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (color !== clear) return color;
    }
    return getComputedStyle(document.body || root).backgroundColor;
  };
  const found = [];
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (!element.checkVisibility() || element.matches("script, style, template, head, head *")) continue;
    const words = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join("").trim();
    if (words) found.push([words, getComputedStyle(element).color, behind(element)]);
    for (const part of ["::before", "::after"]) {
      const style = getComputedStyle(element, part);
      if (["none", "normal", '""'].includes(style.content) || style.display === "none") continue;
      const own = style.backgroundColor;
      found.push([style.content, style.color, own === clear ? behind(element) : own]);
    }
  }
  return found;
}"""

# The characters of an element's text that are within its box.
_SHOWN = """element => {
  const text = element.firstChild, box = element.getBoundingClientRect(), range = document.createRange();
  return [...text.data].filter((_, index) => {
    range.setStart(text, index);
    range.setEnd(text, index + 1);
    const { left, right } = range.getBoundingClientRect();
    return left > box.left - 1 && right < box.right + 1;
  }).join("");
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium; skip the test where it is not installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("PUBLISHER_TESTS_NO_SKIP"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    arguments = [*QUIET, f"--host-resolver-rules=MAP {PLAIN_HOST} 127.0.0.1"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=arguments)
        yield opened
        opened.close()


def luminance(color: str) -> float:
    """Return the relative luminance (WCAG 2.2) of a computed colour such as `rgb(28, 32, 34)`."""
    channels = [int(part) / 255 for part in color[color.index("(") + 1 : -1].split(",")[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two computed colours (WCAG 2.2), from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def contrasts(page: Page) -> dict[str, float]:
    """Return each text in sight with its contrast to what is behind it."""
    return {text: contrast(ink, paper) for text, ink, paper in page.evaluate(_TEXTS)}


def shown(page: Page, selector: str) -> str:
    """Return what of the text of the first element that *selector* finds is in sight."""
    found: str = page.locator(selector).first.evaluate(_SHOWN)
    return found


def pseudo(page: Page, selector: str, part: str) -> str:
    """Return the computed content of `::before` or `::after` of the first element that *selector* finds."""
    style = "(element, part) => getComputedStyle(element, part).content"
    found: str = page.locator(selector).first.evaluate(style, part)
    return found
