"""What a process remembers of the database, which outlives the rollback of a test: ours, Wagtail's and Django's."""

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches

from board.engines.pagecache.memo import MEMOS
from board.engines.pagecache.named_versions import NAMED_VERSION_MEMOS


def empty_memories() -> None:
    """
    Make this process forget what it knows of the database.

    Wagtail keeps the root paths of Sites and the names of locales in Django's cache, Django the rows of content types.
    """
    for memo in (*MEMOS, *NAMED_VERSION_MEMOS):
        memo.clear()
    for cache in caches.all(initialized_only=True):
        cache.clear()
    ContentType.objects.clear_cache()
