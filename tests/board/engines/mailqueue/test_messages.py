"""Mails as the queue stores them, and as they are sent later."""

from email.mime.text import MIMEText

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives

from board.engines.mailqueue.messages import message_from_json, message_to_json


def stored_and_sent(message):
    return message_from_json(message_to_json(message)).message()


@pytest.mark.parametrize("broken", ["Fire\nengine", "Fire\r\nengine", "Fire\x0bengine", "Fire\x00 engine\r\n"])
def test_header_values_with_line_breaks_become_one_line(broken):
    sent = stored_and_sent(
        EmailMessage(
            broken, "Words", f"{broken} <a@example.org>", [f"{broken} <b@example.org>"], headers={"X-About": broken}
        )
    )
    assert sent["Subject"] == "Fire engine"
    assert sent["From"] == "Fire engine <a@example.org>"
    assert sent["To"] == "Fire engine <b@example.org>"
    assert sent["X-About"] == "Fire engine"


def test_every_part_of_a_message_is_sent():
    message = EmailMultiAlternatives(
        "Title", "Words", "a@example.org", ["b@example.org"], cc=["c@example.org"], bcc=["d@example.org"]
    )
    message.reply_to = ["e@example.org"]
    message.attach_alternative("<p>Words</p>", "text/html")
    message.attach("list.csv", "a,b", "text/csv")
    message.attach("picture.png", b"\x89PNG\x00\xff", "image/png")
    sent = message_from_json(message_to_json(message))
    assert sent.recipients() == ["b@example.org", "c@example.org", "d@example.org"]
    parts = {part.get_content_type(): part.get_payload(decode=True) for part in sent.message().walk()}
    assert parts["text/plain"] == b"Words"
    assert parts["text/html"] == b"<p>Words</p>"
    assert parts["text/csv"] == b"a,b"
    assert parts["image/png"] == b"\x89PNG\x00\xff"
    assert sent.message()["Reply-To"] == "e@example.org"


def test_an_html_message_stays_one():
    message = EmailMessage("Title", "<p>Words</p>", to=["b@example.org"])
    message.content_subtype = "html"
    assert stored_and_sent(message).get_content_type() == "text/html"


@pytest.mark.parametrize("text", ["half a \ud83d character", "a NUL\x00 within", "{% no template %} {{ here }}"])
def test_any_text_can_be_sent(text):
    sent = stored_and_sent(EmailMessage(text, text, to=["b@example.org"]))
    assert b"\0" not in sent.as_bytes()
    assert ("{% no template %} {{ here }}" in text) == (text == sent.get_payload(decode=True).decode())


def test_a_mime_part_is_refused_in_words():
    message = EmailMessage("Title", "Words", to=["b@example.org"], attachments=[MIMEText("Words")])
    with pytest.raises(TypeError, match="Attach a name and content"):
        message_to_json(message)


def test_message_id_and_date_are_given_once_and_without_the_dns(monkeypatch):
    monkeypatch.setattr("socket.getfqdn", lambda *args: pytest.fail("A request waits for the DNS."))
    data = message_to_json(EmailMessage("Title", "Words", "Board <news@board.example>", ["b@example.org"]))
    first, second = message_from_json(data).message(), message_from_json(data).message()
    assert first["Message-ID"].endswith("@board.example>")
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])


def test_a_message_keeps_its_own_message_id():
    message = EmailMessage("Title", "Words", to=["b@example.org"], headers={"message-id": "<1@example.org>"})
    assert stored_and_sent(message).get_all("Message-ID") == ["<1@example.org>"]
