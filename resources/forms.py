"""The editor's form of a resource."""

from collections.abc import Iterator

from board.basepage.forms import BasePageForm

PACK = "pack"


class ResourcePageForm(BasePageForm):
    """Keeps packs and their parts apart."""

    def parts(self) -> Iterator:
        """Yield the forms of the parts that are chosen and stay."""
        for form in self.formsets["parts"].forms if "parts" in self.formsets else []:
            values = getattr(form, "cleaned_data", {})
            if values.get("resource") and not values.get("DELETE"):
                yield form

    def is_valid(self) -> bool:
        """Say whether everything fits; each complaint about a part stands beside it."""
        if not super().is_valid():
            return False
        seen = set()
        for form in self.parts():
            resource = form.cleaned_data["resource"]
            if resource.pk == self.instance.pk:
                form.add_error("resource", "A pack can’t be a part of itself.")
            elif resource.kind == PACK:
                form.add_error("resource", "This is a learning pack. Choose its parts one by one.")
            elif resource.pk in seen:
                form.add_error("resource", "This stands in the pack already.")
            seen.add(resource.pk)
        if seen and self.cleaned_data.get("kind") != PACK:
            self.add_error("kind", "With parts it is a learning pack: choose that kind, or remove the parts.")
        return not self.errors and not any(form.errors for form in self.parts())
