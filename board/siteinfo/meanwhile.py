"""Forms for settings that several people look after: what one saves is not lost to another's older form."""

import hashlib
import json
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import capfirst, get_text_list
from wagtail.admin.forms import WagtailAdminModelForm

CHANGED_MEANWHILE = "changed_meanwhile"


def state_of(instance) -> dict[str, str]:
    """Return a short digest of each field of a clusterable instance as it is stored, its children included."""
    stored = type(instance)._base_manager.filter(pk=instance.pk).first()
    values = stored.serializable_data() if stored else {}
    texts = {name: json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True) for name, value in values.items()}
    return {name: hashlib.blake2b(text.encode(), digest_size=6).hexdigest() for name, text in texts.items()}


def name_of(model, field_name: str) -> str:
    """Return a field, or what stands in the place of one, in words."""
    field = model._meta.get_field(field_name)
    return capfirst(str(getattr(field, "verbose_name", "") or field.related_model._meta.verbose_name_plural))


class MeanwhileForm(WagtailAdminModelForm):
    """
    A form that refuses once to overwrite what somebody else has saved since it was opened, and says what that is.

    What was typed stays in the form. Whoever saves it again has been told, and what is then on the screen counts.
    """

    seen = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["seen"] = state_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """Add an error where what is stored is not what this form was made from."""
        cleaned = super().clean()
        seen, stored = cleaned.get("seen"), state_of(self.instance)
        if isinstance(seen, dict) and seen != stored:
            changed = [name for name in stored if seen.get(name) != stored[name]]
            names = get_text_list([name_of(type(self.instance), name) for name in changed], "and")
            self.add_error(
                None,
                forms.ValidationError(
                    f"Somebody else has saved this since you opened it, and changed: {names}. Nothing of yours is "
                    "saved yet, and what you typed still stands here. Open this page in a second window to see what is "
                    "new. If you save now, what stands here takes its place.",
                    code=CHANGED_MEANWHILE,
                ),
            )
            data = self.data.copy()  # type: ignore[has-type]
            data[self.add_prefix("seen")] = json.dumps(stored)
            self.data = data
        return cleaned
