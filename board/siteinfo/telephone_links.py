"""The form of telephone links in rich text."""

from wagtail.admin.forms.choosers import PhoneLinkChooserForm
from wagtail.admin.views.chooser import PhoneLinkView

from .telephone import phone_url, validate_telephone


class TelephoneLinkForm(PhoneLinkChooserForm):
    """Wagtail's form for a telephone link, for numbers that can be rung."""

    def clean_phone_number(self) -> str:
        """Return the number as it was typed. Raises ``ValidationError`` for what is not one number."""
        number: str = self.cleaned_data["phone_number"]
        validate_telephone(number)
        return number


class TelephoneLinkView(PhoneLinkView):
    """Makes the link that a phone dials; in ``board.urls`` it takes the address of Wagtail's own view."""

    form_class = TelephoneLinkForm

    def get_url_from_field_value(self, value: str) -> str:
        """Return the ``tel:`` URL of a number."""
        return phone_url(value)
