"""What is accepted as a telephone number can be rung."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from board.siteinfo.models import Contact
from board.siteinfo.organization import contact_point
from board.siteinfo.telephone import parse_telephone, phone_url, validate_telephone, validate_text_number

# RFC 3966 without what only other countries write.
TEL_URL = re.compile(r"tel:\+?[0-9]{3,15}(;ext=[0-9]{1,8})?")


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("999", "tel:999"),
        ("116 123", "tel:116123"),
        ("020 7946 0000", "tel:02079460000"),
        ("(01632) 960-001", "tel:01632960001"),
        ("020.7946.0000", "tel:02079460000"),
        ("020\u00a07946\u20110000\u200b", "tel:02079460000"),
        ("０２０ ７９４６ ００００", "tel:02079460000"),
        ("٠٢٠ ٧٩٤٦ ٠٠٠٠", "tel:02079460000"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("(+44) 20 7946 0000", "tel:+442079460000"),
        ("＋44 020 7946 0000", "tel:+442079460000"),
        ("0044 20 7946 0000", "tel:+442079460000"),
        ("020 7946 0000 ext. 12", "tel:02079460000;ext=12"),
        ("020 7946 0000 x12", "tel:02079460000;ext=12"),
        ("020 7946 0000 extension 12", "tel:02079460000;ext=12"),
    ],
)
def test_telephone_number_becomes_the_url_that_a_phone_dials(number, address):
    validate_telephone(number)
    contact = Contact(label="Front Door", phone=number)
    assert contact.phone_url == address
    assert contact_point(contact)["telephone"] == address.removeprefix("tel:")


@pytest.mark.parametrize(
    "number",
    [
        "", "--", "+", "ask reception", "12", "<b>999</b>", "0800 CALL ME", "020 7946 0000 or 0001",
        "020 7946 0000 / 020 7946 0001", "020 7946 0000 020 7946 0001", "116 123 0800 1111", "44 20 7946 0000",
        "020 7946 0000, 020 7946 0001", "999 ext",
    ],
)  # fmt: skip
def test_what_is_not_one_number_is_refused(number):
    with pytest.raises(ValidationError, match="one telephone number that can be rung"):
        validate_telephone(number)


def test_text_message_has_no_extension():
    validate_text_number("07700 900 001")
    assert Contact(text_number="０7700 900 001").text_url == "sms:07700900001"
    with pytest.raises(ValidationError, match="can be texted"):
        validate_text_number("07700 900 001 ext 3")


@given(
    st.text(alphabet=st.sampled_from("0123456789٠１²+() -.\u00a0\u2011\u200bextx#;/"), max_size=24)
    | st.text(max_size=12)
)
@example("02079460000 #")
def test_whatever_is_accepted_is_a_tel_url(text):
    if parse_telephone(text):
        assert TEL_URL.fullmatch(phone_url(text))


def test_telephone_link_in_rich_text_is_the_same(client, editor):
    client.force_login(editor)
    address = reverse("wagtailadmin_choose_page_phone_link")
    form = {"phone-link-chooser-phone_number": "+44 (0)20 7946 ０000 ext 5", "phone-link-chooser-link_text": "us"}
    assert client.post(address, form).json()["result"]["url"] == "tel:+442079460000;ext=5"
    form["phone-link-chooser-phone_number"] = "ask"
    answer = client.post(address, form).json()
    assert "result" not in answer
    assert "can be rung" in answer["html"]
