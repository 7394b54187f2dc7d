"""Content codings (RFC 9110, 8.4.1): which a client accepts, and bodies in them."""

import gzip
import re
from functools import lru_cache

import brotli

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
# A shorter body is hardly smaller when compressed.
MIN_COMPRESSED_BYTES = 400
COMPRESSIBLE = re.compile(
    r"(?:text/(?!event-stream)|application/(?:[\w.+-]*\+)?(?:xml|json)|application/manifest\+json|image/svg\+xml)"
)
# A stored response is compressed once for many readers, any other for one. Brotli's best costs thirty times as much
# as 5.
STORED_LEVEL = {GZIP: 7, BROTLI: 6}
ONCE_LEVEL = {GZIP: 4, BROTLI: 3}
QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")


@lru_cache(maxsize=512)
def encoding_for(accepted: str) -> str:
    """
    Return the coding to use for an ``Accept-Encoding`` header (RFC 9110, 12.5.3): Brotli, gzip or none.

    Of two that are equally welcome Brotli is smaller.
    """
    qualities: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            match = QUALITY.match(parameter)
            quality = float(match[1]) if match else 0.0
        qualities[name] = quality
    anything = qualities.get("*", 0.0)
    ranked = [(qualities.get(name, anything), name) for name in (GZIP, BROTLI)]
    quality, name = max(ranked, key=lambda entry: (entry[0], entry[1] == BROTLI))
    return name if quality > 0 and quality >= qualities.get(IDENTITY, 0.0) else IDENTITY


def is_compressible(content_type: str) -> bool:
    """Return whether compressing a body of this type makes it smaller."""
    return bool(COMPRESSIBLE.match(content_type))


def compress(body: bytes, encoding: str, level: dict[str, int]) -> bytes:
    """Return a body in a coding."""
    if encoding == BROTLI:
        return brotli.compress(body, quality=level[BROTLI], mode=brotli.MODE_TEXT)
    # Without a time in it, so that the same words are the same bytes in every process.
    return gzip.compress(body, compresslevel=level[GZIP], mtime=0) if encoding == GZIP else body
