"""Forms that detect edit conflicts, for settings that several people change."""

import hashlib
import json
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import capfirst, get_text_list
from wagtail.admin.forms import WagtailAdminModelForm

EDIT_CONFLICT = "edit_conflict"


def field_digests(instance) -> dict[str, str]:
    """Return a short digest of each stored field of a clusterable instance, child relations included."""
    stored = type(instance)._base_manager.filter(pk=instance.pk).first()
    values = stored.serializable_data() if stored else {}
    texts = {name: json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True) for name, value in values.items()}
    return {name: hashlib.blake2b(text.encode(), digest_size=6).hexdigest() for name, text in texts.items()}


def field_label(model, field_name: str) -> str:
    """Return the label of a field or a child relation."""
    field = model._meta.get_field(field_name)
    return capfirst(str(getattr(field, "verbose_name", "") or field.related_model._meta.verbose_name_plural))


class EditConflictForm(WagtailAdminModelForm):
    """
    A form that refuses once to overwrite what another user has saved since it was opened, and names those fields.

    The values stay in the form, and saving it again overwrites.
    """

    seen = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["seen"] = field_digests(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen, stored = cleaned.get("seen"), field_digests(self.instance)
        if isinstance(seen, dict) and seen != stored:
            changed = [name for name in stored if seen.get(name) != stored[name]]
            names = get_text_list([field_label(type(self.instance), name) for name in changed], "and")
            self.add_error(
                None,
                forms.ValidationError(
                    f"Another person has saved this since you opened it, and changed: {names}. Nothing of yours is "
                    "saved yet, and what you typed still stands here. Open this page in a second window to see what is "
                    "new. If you save now, what stands here takes its place.",
                    code=EDIT_CONFLICT,
                ),
            )
            data = self.data.copy()  # type: ignore[has-type]
            data[self.add_prefix("seen")] = json.dumps(stored)
            self.data = data
        return cleaned
