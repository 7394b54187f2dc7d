"""Thousands of public pages, written row by row past the site."""

from collections.abc import Sequence


def placed(model, parent, number: int, **fields):
    """Return an unsaved live page with the place, address and columns that make it the numbered child of a parent."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    title = fields.pop("title")
    slug = f"{model.__name__.lower()}-{number}"
    now = timezone.now()
    return model(
        title=title,
        draft_title=title,
        slug=slug,
        path=model._get_path(parent.path, parent.depth + 1, number),
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{slug}/",
        content_type=ContentType.objects.get_for_model(model),
        locale=parent.locale,
        live=True,
        first_published_at=now,
        last_published_at=now,
        **fields,
    )


def insert(pages: Sequence, parent) -> None:
    """Write pages of one type, made by ``placed``, into a transaction's database; they get their primary keys."""
    from django.db import connection

    from board.basepage.models import BasePage

    names = {field.name for field in BasePage._meta.concrete_fields} - {"id"}
    rows = BasePage._base_manager.bulk_create(
        (BasePage(**{name: getattr(page, name) for name in names}) for page in pages), batch_size=1000
    )
    fields = type(pages[0])._meta.local_concrete_fields
    columns, marks = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = page.basepage_ptr_id = row.pk
    values = [[field.get_db_prep_save(field.pre_save(page, True), connection) for field in fields] for page in pages]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {pages[0]._meta.db_table} ({columns}) VALUES ({marks})", values)
    BasePage._base_manager.filter(pk=parent.pk).update(numchild=len(pages))
