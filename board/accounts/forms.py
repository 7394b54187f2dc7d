"""The form that signs people in."""

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.contrib.auth import get_user_model


class LoginForm(AllauthLoginForm):
    """
    Takes a user name, or an email address that one account alone has.

    Everything behind the form, limits among them, knows the user name. Boards have shared mailboxes, so the address of
    several accounts says of none of them who is meant.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name or email address"
        # The user name may be shorter than the address.
        self.fields["login"].max_length = None
        self.fields["login"].validators = []
        # The link to a new password stands below the form.
        self.fields["password"].help_text = ""

    def clean_login(self) -> str:
        """Return the user name that was typed, or that of the one active account with the address that was typed."""
        typed = super().clean_login()
        users = get_user_model().objects
        if "@" not in typed or users.filter(username__iexact=typed).exists():
            return typed
        names = users.filter(email__iexact=typed, is_active=True).values_list("username", flat=True)[:2]
        return names[0] if len(names) == 1 else typed
