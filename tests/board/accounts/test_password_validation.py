"""Which passwords are taken, and what is said of those that are not."""

import unicodedata
from functools import partial

import pytest
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from board.accounts.models import User
from board.accounts.password_validation import MIN_LENGTH, rest_of, words_of
from board.siteinfo.models import BoardSettings

SOMEONE = partial(
    User, username="jane.doe", first_name="Jane", last_name="Östergård", email="j.doe@heronshire.example.org"
)


@pytest.fixture
def board(db):
    settings = BoardSettings.objects.get()
    settings.board_name, settings.area = "Heronshire Safeguarding Children Partnership", "Heronshire"
    settings.save()


def codes(password, user=None):
    """Return the codes of the errors for a password, an empty set where it is taken."""
    try:
        validate_password(password, user or SOMEONE())
    except ValidationError as error:
        return {each.code for each in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "kestrel pewter oblong",
        "alllowercaseandnodigits",
        "83917260554413982",
        "ÉCLAIR пельмени 餃子 samosa",
        "🦊🐢🦉🐝🦆🐌🦋🐙🦔🐧🦩🐋🦦🐇🦜",
        "    kestrel  with  spaces    ",
        "kestrel " * 7 + "and sixty-four characters at the least",
        "a sentence that names Heronshire once is fine",
        "<script>alert('x')</script>",
    ],
)
def test_any_character_is_taken(board, password):
    assert codes(password) == set()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("kestrel pewter", "password_too_short"),
        # Fifteen code points as they are typed, and fourteen letters.
        ("kestrel pewte" + unicodedata.normalize("NFD", "é"), "password_too_short"),
        ("k7" * 501, "password_too_long"),
        ("passwordpassword1", "password_breached"),
        ("PassWord Password1", "password_breached"),
        ("correct horse battery staple", "password_breached"),
        ("１２３４５６７８９０１２３４５", "password_breached"),
        ("manchesterunited", "password_breached"),
        ("abcabcabcabcabcabc", "password_repeats"),
        (" " * 16, "password_repeats"),
        ("\u200b" * 20, "password_repeats"),
        ("heronshire2026!!", "password_expected"),
        ("H3r0nsh1re Ch1ldren", "password_expected"),
        ("safeguarding-children", "password_expected"),
        ("heronshire.example.org", "password_expected"),
        ("Jane Östergård 1984", "password_expected"),
        ("janeostergard1984", "password_expected"),
        ("j.doe@heronshire.example.org", "password_expected"),
        ("Password2026!!!", "password_expected"),
    ],
)
def test_reason_is_given(board, password, code):
    assert code in codes(password)


def test_every_refusal_says_what_to_do(board):
    for password in ("x", "k7" * 501, "passwordpassword1", "abcabcabcabcabcabc", "heronshire2026!!"):
        with pytest.raises(ValidationError) as refused:
            validate_password(password, SOMEONE())
        for message in refused.value.messages:
            assert any(word in message for word in ("Use ", "Choose ", "Add ")), message
            assert "%" not in message
    assert all(validator.get_help_text() for validator in get_default_password_validators())


def test_password_without_a_user_is_looked_at_too(board):
    with pytest.raises(ValidationError):
        validate_password("heronshire2026!!")
    validate_password("kestrel pewter oblong")


def test_longest_word_goes_first():
    """Otherwise “heron” would leave “shire” of “heronshire”."""
    assert words_of(["heron Heronshire"])[:2] == ["heronheronshire", "heronshire"]
    assert rest_of("heronshire12", words_of(["heron heronshire"])) == "12"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=MIN_LENGTH, max_size=80))
@examples(max_examples=40, deadline=None)
def test_refusals_do_not_depend_on_the_form_of_letters(password):
    """No text raises anything but ``ValidationError``, and NFC and NFD of it are judged alike."""
    validators = get_default_password_validators()[:2]
    judged = []
    for form in ("NFC", "NFD"):
        refused = set()
        for validator in validators:
            try:
                validator.validate(unicodedata.normalize(form, password), SOMEONE())
            except ValidationError as error:
                refused.add(error.code)
        judged.append(refused)
    assert judged[0] == judged[1]
