"""Telephone numbers as people write them, and the ``tel:`` URLs that phones dial."""

import re
import unicodedata
from typing import NamedTuple

from django.core.exceptions import ValidationError

# The shortest numbers, such as 999, have three digits. With a country code there are 15 at most (ITU-T E.164), eleven
# in a British number with its nought (Ofcom's numbering plan), eight in one without an area code. More are two numbers.
FEWEST_DIGITS = 3
MOST_DIGITS = {"+": 15, "0": 11, "": 8}
# What stands between digits, whichever space, hyphen or stop was typed.
SEPARATORS = re.compile(r"[\s().\-]+")
HYPHENS = re.compile(r"[\u2010-\u2015\u2212]")
EXTENSION = re.compile(
    r"(?:;ext=|,|\b(?:extension|extn|ext|x)\b\.?|x(?=\s*\d)|#)[\s:.]*(?P<extension>\d{1,8})$", re.IGNORECASE
)
NUMBER = re.compile(r"\(?\+?[\s().\-]*(?:\d[\s().\-]*)+")
TRUNK_PREFIX = re.compile(r"^(\+\d{1,3})[\s.\-]*\(0\)")


class TelephoneNumber(NamedTuple):
    """What a phone dials: ASCII digits, after a plus where a country code comes first, and the extension, if any."""

    digits: str
    extension: str = ""


def plain_characters(text: str) -> str:
    """Return a text with ASCII digits, hyphens and spaces, whatever script or keyboard its own come from."""
    text = HYPHENS.sub("-", unicodedata.normalize("NFKC", text))
    visible = (character for character in text if unicodedata.category(character) != "Cf")
    return "".join(str(unicodedata.decimal(character, character)) for character in visible).strip()


def parse_telephone(text: str) -> TelephoneNumber | None:
    """
    Return the one number that a text holds, or ``None`` where it holds none that can be rung, or several.

    The nought in ``+44 (0)20`` is for domestic calls; dialled after the country code, the number does not exist.
    """
    text = plain_characters(text)
    extension = EXTENSION.search(text)
    number = text[: extension.start()].strip() if extension else text
    if not NUMBER.fullmatch(number):
        return None
    number = TRUNK_PREFIX.sub(r"\1", number)
    digits = SEPARATORS.sub("", number)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    # No British number has a nought after the country code.
    digits = re.sub(r"^\+440", "+44", digits)
    most = next(most for start, most in MOST_DIGITS.items() if digits.startswith(start))
    if not FEWEST_DIGITS <= len(digits.lstrip("+")) <= most:
        return None
    return TelephoneNumber(digits, extension["extension"] if extension else "")


def validate_telephone(text: str) -> None:
    """Refuse a text that is not one telephone number. Raises ``ValidationError``."""
    if parse_telephone(text) is None:
        raise ValidationError(
            "Give one telephone number that can be rung, such as 020 7946 0000 or 020 7946 0000 ext 12.",
            code="invalid",
        )


def validate_text_number(text: str) -> None:
    """Refuse a text that is not one number that messages can be sent to. Raises ``ValidationError``."""
    number = parse_telephone(text)
    if number is None or number.extension:
        raise ValidationError("Give one number that can be texted, such as 07700 900000.", code="invalid")


def dialled(text: str) -> str:
    """Return the digits that a phone dials for a number, with the plus before a country code."""
    number = parse_telephone(text)
    return number.digits if number else "".join(re.findall(r"[0-9]", plain_characters(text)))


def phone_url(text: str) -> str:
    """Return a number as a ``tel:`` URL (RFC 3966, with its parameter for extensions)."""
    number = parse_telephone(text)
    extension = f";ext={number.extension}" if number and number.extension else ""
    return f"tel:{dialled(text)}{extension}"
