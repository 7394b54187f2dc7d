"""A mail server on this machine that fails in every way a mail server can."""

import email
import email.policy
import threading
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer

# What may be the matter with a mail server. The first two are matters of its address.
CONDITIONS = ["refused", "unknown host", "silent", "greeting 421", "password 535", "full 452", "cut after the data"]


class Handler(StreamRequestHandler):
    """Speaks SMTP (RFC 5321) under the server's present condition; an address that begins with “refused” is none."""

    def handle(self):
        server = self.server
        server.connections += 1
        if server.condition == "silent":
            server.ended.wait()
            return
        if server.condition == "greeting 421":
            self.reply("421 Too busy")
            return
        self.reply("220 Ready")
        for line in self.rfile:
            if not self.answer(line.decode().strip()):
                return

    def reply(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def answer(self, command):
        """Answer a command; return whether the connection goes on."""
        server, verb = self.server, command.partition(" ")[0].upper()
        if verb == "DATA":
            self.reply("354 Go on")
            server.mails.append(email.message_from_bytes(self.read_data(), policy=email.policy.default))
            if server.condition == "cut after the data":
                return False
        replies = {
            "EHLO": "250-Here\r\n250 AUTH PLAIN",
            "AUTH": "535 Wrong password" if server.condition == "password 535" else "235 Welcome",
            "MAIL": "452 No room" if server.condition == "full 452" else "250 Fine",
            "RCPT": "550 No such user" if "<refused" in command else "250 Fine",
            "QUIT": "221 Goodbye",
        }
        self.reply(replies.get(verb, "250 Fine"))
        return verb != "QUIT"

    def read_data(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)


class SmtpServer(ThreadingTCPServer):
    """
    Keeps the mails that it was sent, those too that it has not confirmed.

    ``bring_about`` leads Django's settings to a server in a condition, and ``repair`` to one that works.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, settings):
        super().__init__(("127.0.0.1", 0), Handler)
        self.settings = settings
        self.condition, self.mails, self.connections = "", [], 0
        self.ended = threading.Event()

    def bring_about(self, condition):
        """Let the server fail, or its address be wrong."""
        self.repair()
        self.condition = condition
        if condition == "refused":
            self.settings.EMAIL_PORT = 1
        elif condition == "unknown host":
            self.settings.EMAIL_HOST = "mail.invalid"

    def repair(self):
        """Let the server work, and the settings name it."""
        self.condition = ""
        self.settings.EMAIL_HOST, self.settings.EMAIL_PORT = self.server_address

    def message_ids(self):
        """Return the Message-ID of each copy of a mail that it was sent."""
        return [mail["Message-ID"] for mail in self.mails]


@contextmanager
def running_smtp_server(settings):
    """Run a mail server, to which the queue sends; yield it."""
    settings.EMAIL_BACKEND = "board.mail.backends.EmailBackend"
    settings.MAIL_QUEUE_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "board", "secret"
    settings.EMAIL_TIMEOUT = 0.3
    with SmtpServer(settings) as server:
        server.repair()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
