"""Adds whether a page needs the chair whatever its words are, which it does once a statement was public on it."""

from django.db import migrations, models


def require_approval(apps, schema_editor):
    """Keep every page under the chair on which approved words are public, or were."""
    alias = schema_editor.connection.alias
    pages = apps.get_model("basepage", "BasePage")._base_manager.using(alias)
    approvals = apps.get_model("approvals", "StatementApproval")._base_manager.using(alias)
    published = approvals.filter(release="now") | approvals.filter(events__kind="released")
    pages.filter(pk__in=published.values("page_id")).update(approval_required=True)
    pages.filter(live=True).exclude(approved_digest="").update(approval_required=True)


class Migration(migrations.Migration):
    dependencies = [("basepage", "0003_wagtail_columns"), ("approvals", "0004_let_go")]

    operations = [
        migrations.AddField(
            model_name="basepage",
            name="approval_required",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(require_approval, migrations.RunPython.noop),
    ]
