"""A picture for the demo: drawn and not photographed, since the demo shows no real people."""

import io
import math

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
SKY, HILLS, MOON = (44, 62, 92), [(86, 104, 122), (62, 84, 100), (38, 58, 70)], (240, 232, 208)


def draw_illustration() -> bytes:
    """Return a JPEG of hills under a moon, the same whenever it is drawn."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((1120, 130, 1280, 290), fill=MOON)
    for number, colour in enumerate(HILLS):
        base, swing = 480 + number * 130, 90 - number * 15
        ridge = [(x, base + swing * math.sin(x / (190 + 60 * number) + number * 2)) for x in range(0, WIDTH + 20, 20)]
        draw.polygon([(0, HEIGHT), *ridge, (WIDTH, HEIGHT)], fill=colour)
    content = io.BytesIO()
    picture.save(content, format="JPEG", quality=88)
    return content.getvalue()
