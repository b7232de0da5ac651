"""The design language holds: contrasts, one place for colours, what was vendored, file sizes."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

import tiendo.web

STATIC = Path(tiendo.web.__file__).parent / "static"
TOKENS = (STATIC / "web" / "tokens.css").read_text(encoding="utf-8")
SHEETS = sorted((STATIC / "web").glob("*.css"))
TEXTS = ("ink", "quiet", "accent", "good", "fair", "warn", "bad", "lost")
GROUNDS = ("paper", "leaf", "band", "accent-soft")


def _blocks(selector: str) -> list[dict[str, str]]:
    """Return the tokens of every rule with exactly this selector."""
    found = re.findall(rf"(?m)^\s*{re.escape(selector)} \{{(.*?)\}}", TOKENS, re.DOTALL)
    return [dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", each)) for each in found]


LIGHT = _blocks(":root")[0]
DARK = _blocks(':root[data-theme="dark"]')[0]
THEMES = {"light": LIGHT, "dark": LIGHT | DARK}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_largest_contrast() -> None:
    assert round(contrast("#000000", "#ffffff"), 6) == 21


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read_on_every_ground(theme: str, ground: str, text: str) -> None:
    tokens = THEMES[theme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_drawn_can_be_told_from_its_ground(theme: str) -> None:
    tokens = THEMES[theme]
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    for drawn in ("strong-rule", "focus", "step-5"):
        assert contrast(tokens[drawn], tokens["leaf"]) >= 3, drawn
    steps = [_luminance(tokens[f"step-{number}"]) for number in range(1, 6)]
    assert steps == sorted(steps, reverse=theme == "light")


def test_dark_by_choice_and_dark_by_the_machine_are_alike() -> None:
    (by_machine,) = _blocks(":root:not([data-theme])")
    assert by_machine == DARK and len(DARK) > 20


def test_colours_stand_in_one_place() -> None:
    for sheet in SHEETS:
        text = sheet.read_text(encoding="utf-8").partition("@media print")[0]
        if sheet.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,6}\b", text) == [], sheet.name
    named = {name for sheet in SHEETS for name in re.findall(r"var\(--([a-z0-9-]+)\)",
             sheet.read_text(encoding="utf-8"))}  # fmt: skip
    assert named <= set(re.findall(r"--([a-z0-9-]+):", TOKENS))


def test_the_documentation_tells_the_contrasts_as_they_are() -> None:
    page = Path(__file__).parents[2] / "docs" / "design-language.md"
    told = re.findall(r"\| `--([a-z]+)` \|.*?\| ([\d.]+) : 1 \| ([\d.]+) : 1 \|", page.read_text())
    assert {name for name, _, _ in told} == set(TEXTS)
    for name, light, dark in told:
        for text, tokens in ((light, THEMES["light"]), (dark, THEMES["dark"])):
            assert float(text) == round(contrast(tokens[name], tokens["paper"]), 1), name


def test_vendored_files_are_those_that_were_recorded() -> None:
    record = tomllib.loads((STATIC / "vendor" / "VENDOR.toml").read_text(encoding="utf-8"))
    held = {
        file.relative_to(STATIC / "vendor").as_posix()
        for file in (STATIC / "vendor").rglob("*")
        if file.is_file() and file.name != "VENDOR.toml"
    }
    told = {
        name: digest for package in record.values() for name, digest in package["sha256"].items()
    }
    assert held == told.keys()
    for name, digest in told.items():
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest
    for package in record.values():
        assert package["licence"] == "MIT" and package["version"] in next(iter(package["sha256"]))


def test_no_sheet_and_no_script_of_ours_is_too_long() -> None:
    for file in (STATIC / "web").iterdir():
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 400, file.name
