"""What the mail queue tells the site around it."""

from django.dispatch import Signal

# Sent before each look for due mail, by the process that sends and outside of its transactions. Receivers queue what a
# request left to be written later; what one raises is logged and stops no mail.
before_delivery = Signal()
