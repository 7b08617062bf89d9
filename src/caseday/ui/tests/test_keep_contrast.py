"""Text and control colors keep WCAG 2.2 AA in light and dark: 4.5:1 for text, 3:1 for the edges of controls."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "static/ui/tokens.css"
PAIRS = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", TOKENS.read_text()))

TEXT_ON = {
    "paper": ["ink", "soft", "faint", "accent", "accent-strong", "stop", "ok", "said"],
    "card": ["ink", "soft", "faint", "accent", "accent-strong", "stop", "ok", "said"],
    "sunk": ["ink", "soft", "faint", "accent", "stop"],
    "accent-soft": ["ink", "soft", "accent"],
    "said-bg": ["said", "ink", "soft"],
    "ok-bg": ["ok", "ink", "soft"],
    "stop-bg": ["stop", "ink", "soft"],
    "mark": ["ink"],
    "accent": ["on-accent"],
    "accent-strong": ["on-accent"],
    "stop": ["on-stop"],
    "ink": ["paper"],
}
CASES = [(back, front, 4.5) for back, fronts in TEXT_ON.items() for front in fronts]
CASES += [(back, front, 3.0) for back in ("paper", "card") for front in ("edge", "accent", "stop")]


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("back", "front", "least"), CASES)
def test_colors_can_be_told_apart(back: str, front: str, least: float, scheme: int) -> None:
    assert contrast(PAIRS[back].split(", ")[scheme], PAIRS[front].split(", ")[scheme]) >= least
