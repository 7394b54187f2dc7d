"""The WSGI application that gunicorn serves; production settings unless told otherwise."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "board.settings.production")

_django = get_wsgi_application()

from board.engines.pagecache.wsgi import with_page_cache  # noqa: E402  # It asks for settings.

application = with_page_cache(_django)

# What is here now stays: workers that are forked from this process share it as long as none writes to it, and looking
# for garbage would.
gc.collect()
gc.freeze()
