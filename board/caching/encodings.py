"""Compressing what is sent, in the encodings that browsers ask for."""

import gzip
import re
from functools import lru_cache

import brotli

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
# Below this a compressed answer is hardly smaller.
WORTH_IT = 400
COMPRESSIBLE = re.compile(
    r"(?:text/(?!event-stream)|application/(?:[\w.+-]*\+)?(?:xml|json)|application/manifest\+json|image/svg\+xml)"
)
# Kept answers are compressed once for many readers, the others for one. Brotli's best costs thirty times as much as 5.
KEPT_LEVEL = {GZIP: 7, BROTLI: 6}
ONCE_LEVEL = {GZIP: 4, BROTLI: 3}
QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")


@lru_cache(maxsize=512)
def encoding_for(accepted: str) -> str:
    """
    Return the encoding to use for an ``Accept-Encoding`` header (RFC 9110, 12.5.3): Brotli, gzip or none.

    Between two that are equally welcome Brotli is smaller.
    """
    wanted: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            found = QUALITY.match(parameter)
            quality = float(found[1]) if found else 0.0
        wanted[name] = quality
    anything = wanted.get("*", 0.0)
    ranked = [(wanted.get(name, anything), name) for name in (GZIP, BROTLI)]
    quality, name = max(ranked, key=lambda entry: (entry[0], entry[1] == BROTLI))
    return name if quality > 0 and quality >= wanted.get(IDENTITY, 0.0) else IDENTITY


def is_compressible(content_type: str) -> bool:
    """Say whether compressing an answer of this type makes it smaller."""
    return bool(COMPRESSIBLE.match(content_type))


def compress(body: bytes, encoding: str, level: dict[str, int]) -> bytes:
    """Return a body in an encoding."""
    if encoding == BROTLI:
        return brotli.compress(body, quality=level[BROTLI], mode=brotli.MODE_TEXT)
    # Without a time in it, so that the same words are the same bytes in every process.
    return gzip.compress(body, compresslevel=level[GZIP], mtime=0) if encoding == GZIP else body
