"""Colours stand in the tokens only, with enough contrast, and no page holds style or script of its own."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CSS = ROOT / "static" / "css"
TOKENS = {
    name: pair
    for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", (CSS / "tokens.css").read_text())
}
TONES = ("ok", "warn", "bad", "info", "idle")
PAIRS = [
    *(
        (text, ground, 4.5)
        for text in ("text", "muted", "accent")
        for ground in ("canvas", "surface", "raised", "sunken")
    ),
    ("on-accent", "accent", 4.5),
    ("accent-strong", "accent-tint", 4.5),
    *((tone, ground, 4.5) for tone in TONES for ground in (f"{tone}-tint", "surface", "canvas")),
    *((f"{tone}-mark", ground, 3) for tone in TONES for ground in ("surface", "canvas", f"{tone}-tint")),
    *(("line-strong", ground, 3) for ground in ("surface", "canvas", "raised")),
]


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast_holds_in_light_and_dark(text, ground, least):
    for scheme in (0, 1):
        high, low = sorted((luminance(TOKENS[text][scheme]), luminance(TOKENS[ground][scheme])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= least


def test_no_colour_stands_outside_the_tokens():
    found = [
        f"{path.name}: {match}"
        for path in CSS.rglob("*.css")
        if path.name not in ("tokens.css", "print.css")
        for match in re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|rgba?\([^)]*\)|hsl\([^)]*\)", path.read_text())
    ]
    assert not found


def test_each_stylesheet_is_imported_once():
    named = re.findall(r'@import url\("([^"]+)"\)', (CSS / "app.css").read_text())
    there = sorted(str(path.relative_to(CSS)) for path in CSS.rglob("*.css") if path.name != "app.css")
    assert sorted(named) == there


def test_no_page_holds_style_or_script_of_its_own():
    bad = re.compile(r'style="|<script>|<style|\son\w+="|src="data:|https?://')
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in (ROOT / "templates").rglob("*.html")
        if "emails" not in path.parts
        for line in path.read_text().splitlines()
        if bad.search(line)
    ]
    assert not found
