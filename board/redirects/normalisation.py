"""
The normal form of addresses, in which redirects are stored and looked up.

What browsers, web servers and word processors write differently leads to the same page: percent-encoding, which
browsers resolve and send again in their own way (https://url.spec.whatwg.org/), backslashes, doubled slashes, dot
segments, final dots and spaces (which Windows ignores), session identifiers, the order of parameters. Letters keep
their case, which only the look-up ignores; those beyond ASCII are small, since databases disagree about them.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations
from urllib.parse import unquote_to_bytes

from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect

MAX_STORED_LENGTH = Redirect._meta.get_field("old_path").max_length
# A longer path is stored as its beginning and the SHA-256 of the whole.
KEPT_LENGTH = 180
# What Java, PHP and ASP.NET write into paths where a browser takes no cookies.
SESSION_IDENTIFIER = re.compile(r";(?:jsessionid|phpsessid|sessionid)=[^/;]*|(?<=/)\(S\(\w+\)\)/", re.IGNORECASE)
FINAL_DOTS = re.compile(r"[\s.]+$")
# What campaigns, mail programs and social networks add to links.
TRACKING_PARAMETER = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mc_[ce]id|mkt_tok|"
    r"_hsenc|_hsmi|_ga|_gl|phpsessid|jsessionid",
    re.IGNORECASE,
)
# What a web server sends where a folder is asked for.
DEFAULT_DOCUMENTS = (
    "default.aspx", "default.asp", "default.htm", "default.html",
    "index.html", "index.htm", "index.php", "index.asp", "index.aspx", "index.jsp",
)  # fmt: skip
# With more parameters there are too many combinations that leave some of them out.
MOST_COMBINED = 6


def decode(data: bytes) -> str:
    """Return the text of an address's bytes: UTF-8, or else Windows-1252, as older sites wrote addresses."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def fold_letters(text: str) -> str:
    """Return a text in NFC, with small letters beyond ASCII."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return composed
    small = "".join(letter if letter.isascii() else letter.lower() for letter in composed)
    return unicodedata.normalize("NFC", small)


def escape(text: str, reserved: str) -> str:
    """Return a text with reserved characters percent-encoded, and no others."""
    return "".join(f"%{ord(character):02X}" if character in reserved else character for character in text)


def normalise_path(path: str) -> str:
    """Return the normal form of a decoded path."""
    segments: list[str] = []
    for segment in SESSION_IDENTIFIER.sub("", fold_letters(path).replace("\\", "/")).split("/"):
        name = segment.strip()
        if name == "..":
            del segments[-1:]
        elif name not in {"", "."}:
            segments.append(FINAL_DOTS.sub("", name) or name)
    return "/" + "/".join(escape(segment, "%?#") for segment in segments)


def normalise_parameters(query: str) -> list[str]:
    """Return the parameters of a query, each in its normal form, in their order; empty ones are left out."""
    parameters = []
    for parameter in query.split("&"):
        # Where a link was written into HTML twice, its ampersands still are “&amp;”.
        name, _, value = parameter.removeprefix("amp;").partition("=")
        name, value = (fold_letters(decode(unquote_to_bytes(part.replace("+", " ")))).strip() for part in (name, value))
        if name or value:
            parameters.append(escape(name, "%&=#+") + (f"={escape(value, '%&#+')}" if value else ""))
    return parameters


def with_parameters(path: str, parameters: Iterable[str]) -> str:
    """Return a normal path with parameters in alphabetical order, as redirects store them."""
    joined = "&".join(sorted(parameters, key=str.lower))
    return storable(f"{path}?{joined}" if joined else path)


def storable(address: str) -> str:
    """Return a normal address as the column of redirects holds it."""
    if len(address) <= MAX_STORED_LENGTH:
        return address
    path = address.partition("?")[0][:KEPT_LENGTH]
    return f"{path}~{hashlib.sha256(address.lower().encode()).hexdigest()}"


def candidate_addresses(path: str, query: str) -> list[str]:
    """
    Return the addresses whose redirect a request may follow, the nearest first; path and query are as they were sent.

    First all of it, then without tracking parameters, then without some of the others, and last the path alone. A
    folder and its default document stand for each other. What Wagtail itself stores is last among equals.
    """
    normal = normalise_path(decode(unquote_to_bytes(path)))
    parameters = normalise_parameters(query)
    own = [parameter for parameter in parameters if not TRACKING_PARAMETER.fullmatch(parameter.partition("=")[0])]
    paths = [normal, *same_folder(normal)]
    found = [with_parameters(one, chosen) for chosen in (parameters, own) for one in paths]
    found.append(uri_to_iri(Redirect.normalise_path(f"{path}?{query}", decode_unicode=False)))
    found += [with_parameters(normal, chosen) for chosen in fewer(own)]
    found += [with_parameters(one, []) for one in paths]
    found.append(uri_to_iri(Redirect.normalise_path(path, decode_unicode=False)))
    return list(dict.fromkeys(found))


def same_folder(path: str) -> list[str]:
    """Return the default documents of a folder, or the folder of a default document."""
    folder, _, name = path.rpartition("/")
    if name.lower() in DEFAULT_DOCUMENTS:
        return [folder or "/"]
    return [] if "." in name else [f"{path.rstrip('/')}/{document}" for document in DEFAULT_DOCUMENTS]


def fewer(parameters: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield what is left of parameters where some are left out, most of them first."""
    sizes = range(len(parameters) - 1, 0, -1) if len(parameters) <= MOST_COMBINED else (1,)
    for size in sizes:
        yield from combinations(parameters, size)
