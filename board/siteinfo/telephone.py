"""Telephone numbers: what can be rung, and its address."""

from django.core.validators import RegexValidator

# Short numbers such as 999 and 116 123 count; a number that a phone can't ring does not.
validate_telephone = RegexValidator(
    r"^\+?[ ()-]*(\d[ ()-]*){3,}$", "Give a telephone number that can be rung, such as 020 7946 0000."
)


def dialled(number: str) -> str:
    """
    Return what a phone dials: the digits, and the plus before a country's code.

    The nought in ``+44 (0)20`` is for callers at home; a phone that dials it after the code reaches nobody.
    """
    if number.lstrip().startswith("+"):
        number = number.replace("(0)", "")
    return "".join(character for character in number if character.isdigit() or character == "+")


def phone_url(number: str) -> str:
    """Return a number as a ``tel:`` address (RFC 3966), so that a phone can ring it."""
    return "tel:" + dialled(number)
