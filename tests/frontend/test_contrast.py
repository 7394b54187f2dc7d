"""Every pair of our colours that is in use, in both schemes (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11)."""

import re
from pathlib import Path

import pytest

SETTINGS = Path(__file__).parents[2] / "frontend/src/_settings.scss"
BODY_TEXT, TEXT, CONTROL = 7, 4.5, 3
# Foreground, background, least contrast.
PAIRS = [
    ("ink", "paper", BODY_TEXT),
    ("ink", "band", BODY_TEXT),
    ("ink", "card", BODY_TEXT),
    ("ink", "tint", BODY_TEXT),
    ("ink", "voice", BODY_TEXT),
    ("muted", "paper", BODY_TEXT),
    ("muted", "card", TEXT),
    ("muted", "band", TEXT),
    ("link", "paper", BODY_TEXT),
    ("link", "card", BODY_TEXT),
    ("link", "band", BODY_TEXT),
    ("link", "tint", BODY_TEXT),
    ("link-hover", "paper", BODY_TEXT),
    ("visited", "paper", TEXT),
    ("visited", "band", TEXT),
    ("name", "band", TEXT),
    ("brand-ink", "brand", TEXT),
    ("tint-ink", "tint", TEXT),
    ("voice-ink", "voice", TEXT),
    ("button-ink", "button", TEXT),
    ("button-ink", "button-hover", TEXT),
    ("alarm-ink", "alarm", TEXT),
    ("sun-ink", "sun", TEXT),
    ("control", "paper", CONTROL),
    ("control", "card", CONTROL),
    ("button", "paper", CONTROL),
    ("button", "band", CONTROL),
    ("sun", "brand", CONTROL),
]


def palette(name):
    """The colours of a scheme as the stylesheet's source gives them."""
    block = re.search(rf"^\${name}: \((.*?)^\);", SETTINGS.read_text(), re.MULTILINE | re.DOTALL).group(1)
    return dict(re.findall(r'"([\w-]+)": (#[0-9a-f]{6})', block))


def luminance(colour):
    """Relative luminance, as WCAG defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_every_pair_can_be_read(scheme, front, back, least):
    colours = palette(scheme)
    assert contrast(colours[front], colours[back]) >= least


def test_both_schemes_name_the_same_colours():
    assert palette("light").keys() == palette("dark").keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_of_the_focus_is_seen_on_everything(scheme):
    """The ring is two colours side by side: one of the two stands out against any background."""
    colours = palette(scheme)
    for back in ("paper", "band", "card", "tint", "voice", "brand", "alarm"):
        assert max(contrast(colours["sun"], colours[back]), contrast(colours["ink"], colours[back])) >= CONTROL
