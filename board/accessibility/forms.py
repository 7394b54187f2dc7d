"""The form of the accessibility statement."""

from board.siteinfo.edit_conflicts import EditConflictForm

from .validation import compliance_error


class AccessibilityStatementForm(EditConflictForm):
    """Refuses a compliance status that the listed problems contradict."""

    def clean(self):
        cleaned = super().clean()
        rows = self.formsets["problems"].forms
        problems = sum(
            bool(row.data.get(row.add_prefix("what"), "").strip()) and not self.is_removed(row) for row in rows
        )
        if "compliance" in cleaned and (message := compliance_error(cleaned["compliance"], problems)):
            self.add_error("compliance", message)
        return cleaned

    @staticmethod
    def is_removed(row) -> bool:
        """Return whether a row of the list is marked for deletion."""
        return bool(row.data.get(row.add_prefix("DELETE")))
