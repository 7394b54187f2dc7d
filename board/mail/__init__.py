"""The site's own mails, and what is said of mail that can't be sent. The queue is ``board.engines.mailqueue``."""

from .template_mail import MODERATORS, TemplateMail, addresses_of, admin_url, moderator_addresses, site_url

__all__ = ["MODERATORS", "TemplateMail", "addresses_of", "admin_url", "moderator_addresses", "site_url"]
