"""Django's email messages as JSON, so that a later version of Django or of the site can still send them."""

import base64
import unicodedata
from email.mime.base import MIMEBase
from email.utils import formatdate, make_msgid, parseaddr
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives


def header_value(value: object) -> str:
    """Return a header's value as one line: Django refuses to send line breaks (RFC 5322, 2.2)."""
    text = "".join(" " if unicodedata.category(char) == "Cc" else char for char in str(value))
    return " ".join(encodable(text).split())


def encodable(text: str) -> str:
    """Return a text without what no mail can hold: NUL (RFC 5321, 4.5.2) and half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def message_id(from_email: str) -> str:
    """
    Return a new Message-ID (RFC 5322, 3.6.4) under the sender's domain.

    Django would ask the DNS for this machine's name, which a request must not wait for.
    """
    return make_msgid(domain=parseaddr(from_email)[1].rpartition("@")[2] or "localhost")


def headers_of(message: EmailMessage) -> dict[str, str]:
    """Return a message's own headers, with the Message-ID and the date that every attempt to send it will bear."""
    headers = {name: header_value(value) for name, value in message.extra_headers.items()}
    names = {name.lower() for name in headers}
    if "message-id" not in names:
        headers["Message-ID"] = message_id(message.from_email)
    if "date" not in names:
        headers["Date"] = formatdate()
    return headers


def attachment_to_json(attachment: Any) -> list:
    """Return an attachment's name, type, whether it is text, and its content; raises ``TypeError`` for a MIME part."""
    if isinstance(attachment, MIMEBase):
        raise TypeError("Attach a name and content: the mail queue can't hold a MIME part.")
    filename, content, mimetype = attachment
    filename = header_value(filename or "")
    if isinstance(content, str):
        return [filename, mimetype, True, encodable(content)]
    return [filename, mimetype, False, base64.b64encode(content).decode()]


def attachment_from_json(filename: str, mimetype: str, is_text: bool, content: str) -> tuple:
    """Return an attachment as ``EmailMessage`` takes it."""
    return filename, content if is_text else base64.b64decode(content), mimetype


def message_to_json(message: EmailMessage) -> dict[str, Any]:
    """Return what it takes to make a message again; raises ``TypeError`` for an attached MIME part."""
    return {
        "subject": header_value(message.subject),
        "body": encodable(str(message.body)),
        "from_email": header_value(message.from_email),
        **{name: [header_value(each) for each in getattr(message, name)] for name in ("to", "cc", "bcc", "reply_to")},
        "headers": headers_of(message),
        "content_subtype": message.content_subtype,
        "alternatives": [[encodable(str(text)), kind] for text, kind in getattr(message, "alternatives", [])],
        "attachments": [attachment_to_json(attachment) for attachment in message.attachments],
    }


def message_from_json(data: dict[str, Any]) -> EmailMultiAlternatives:
    """Return the message of ``message_to_json()``."""
    data = dict(data)
    content_subtype = data.pop("content_subtype")
    attachments = [attachment_from_json(*attachment) for attachment in data.pop("attachments")]
    message = EmailMultiAlternatives(**data, attachments=attachments)
    message.content_subtype = content_subtype
    return message
