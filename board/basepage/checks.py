"""System checks: every page type uses the board's page form, and its copies leave behind what must be unique."""

from django.apps import apps
from django.core.checks import Error, register

from .forms import BasePageForm
from .models import BasePage


def page_types() -> list[type[BasePage]]:
    """Return the page types of the site."""
    return [model for model in apps.get_models() if issubclass(model, BasePage) and model is not BasePage]


@register("basepage")
def check_forms(app_configs, **kwargs) -> list[Error]:
    """
    Return an error for every page type whose form in the admin does not extend ``BasePageForm``.

    ``wagtail.admin`` overwrites the attribute on the base page itself when it starts, so page types can't inherit it.
    """
    return [
        Error(
            f"The form of {model._meta.label} does not extend BasePageForm.",
            hint="Set base_form_class = BasePageForm on it: a page type does not inherit it.",
            obj=model,
            id="basepage.E001",
        )
        for model in page_types()
        if not issubclass(model.base_form_class, BasePageForm)
    ]


def unique_names(model) -> set[str]:
    """Return the names of a page type's own fields that must be unique."""
    fields = [
        field
        for field in model._meta.local_fields
        if field.unique and not field.primary_key and not getattr(field.remote_field, "parent_link", False)
    ]
    # In pairs with what differs for each page, such as its place in the tree, nothing is unique by itself.
    constraints = [constraint.fields for constraint in model._meta.total_unique_constraints]
    return {field.name for field in fields} | {names[0] for names in constraints if len(names) == 1}


@register("basepage")
def check_unique_fields(app_configs, **kwargs) -> list[Error]:
    """Return an error for every unique field of a page type that its copies or aliases would share."""
    return [
        Error(
            f"{model._meta.label}.{name} is unique, and a copy or an alias would take it along.",
            hint="Name it in exclude_fields_in_copy and in fields_outside_approval.",
            obj=model,
            id="basepage.E002",
        )
        for model in page_types()
        for name in sorted(unique_names(model))
        if not {name} <= set(model.exclude_fields_in_copy) & set(model.fields_outside_approval)
    ]
