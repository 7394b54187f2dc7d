"""What the board says about itself on every page."""

from .alert import Alert
from .board_settings import BoardSettings, FooterLink
from .contact import Contact

__all__ = ["Alert", "BoardSettings", "Contact", "FooterLink"]
