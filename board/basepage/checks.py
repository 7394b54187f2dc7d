"""System check: every page type uses the board's page form."""

from django.apps import apps
from django.core.checks import Error, register

from .forms import BasePageForm
from .models import BasePage


@register("basepage")
def check_forms(app_configs, **kwargs) -> list[Error]:
    """
    Return an error for every page type whose form in the admin does not extend ``BasePageForm``.

    ``wagtail.admin`` overwrites the attribute on the base page itself when it starts, so page types can't inherit it.
    """
    types = [model for model in apps.get_models() if issubclass(model, BasePage) and model is not BasePage]
    return [
        Error(
            f"The form of {model._meta.label} does not extend BasePageForm.",
            hint="Set base_form_class = BasePageForm on it: a page type does not inherit it.",
            obj=model,
            id="basepage.E001",
        )
        for model in types
        if not issubclass(model.base_form_class, BasePageForm)
    ]
