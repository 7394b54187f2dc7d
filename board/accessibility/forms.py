"""The form of the statement, which sees the list of problems beside the status."""

from board.siteinfo.edit_conflicts import EditConflictForm

from .rules import wrong_compliance


class AccessibilityStatementForm(EditConflictForm):
    """Refuses a status that the listed problems contradict."""

    def clean(self):
        """Count the problems that would be kept, and compare them with the status."""
        cleaned = super().clean()
        rows = self.formsets["problems"].forms
        kept = sum(bool(row.data.get(row.add_prefix("what"), "").strip()) and not self.is_removed(row) for row in rows)
        if "compliance" in cleaned and (message := wrong_compliance(cleaned["compliance"], kept)):
            self.add_error("compliance", message)
        return cleaned

    @staticmethod
    def is_removed(row) -> bool:
        """Say whether a row of the list is marked to be deleted."""
        return bool(row.data.get(row.add_prefix("DELETE")))
