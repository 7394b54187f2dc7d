"""The editor's form of a resource."""

from board.basepage.forms import BasePageForm

PACK = "pack"


class ResourcePageForm(BasePageForm):
    """Keeps packs and their parts apart."""

    def parts(self) -> list:
        """Return the resources that are chosen as parts, without those to be removed."""
        formset = self.formsets.get("parts")
        rows = [getattr(form, "cleaned_data", {}) for form in formset.forms] if formset else []
        return [row["resource"] for row in rows if row.get("resource") and not row.get("DELETE")]

    def is_valid(self) -> bool:
        """Return whether the form is valid, its parts together with the page."""
        if not super().is_valid():
            return False
        parts = self.parts()
        for number, resource in enumerate(parts):
            if resource.pk == self.instance.pk:
                self.add_error(None, "A learning pack can’t be a part of itself.")
            elif resource.kind == PACK:
                self.add_error(None, f"“{resource}” is a learning pack. Choose its parts one by one.")
            elif resource in parts[:number]:
                self.add_error(None, f"“{resource}” stands in the pack already.")
        if parts and self.cleaned_data.get("kind") != PACK:
            self.add_error("kind", "With parts it is a learning pack: choose that kind, or remove the parts.")
        return not self.errors
