"""Django's cache: in the memory of each process, or in a Redis that several hosts share."""

from importlib.util import find_spec
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .environment import env

_default = env.cache_url("CACHE_URL", default="locmemcache://")
if _default["BACKEND"].endswith(".RedisCache"):
    _default["BACKEND"] = "board.cache.RedisCache"
    _servers = _default["LOCATION"] if isinstance(_default["LOCATION"], list) else [_default["LOCATION"]]
    try:
        _ports = [urlsplit(server).port for server in _servers]
    except ValueError as error:
        raise ImproperlyConfigured(f"CACHE_URL can’t be read: {error}.") from error
# What a kind of CACHE_URL needs beside Django. Without it every page would fail that asks the cache.
_MODULES = {"RedisCache": "redis", "PyMemcacheCache": "pymemcache", "PyLibMCCache": "pylibmc"}
_module = _MODULES.get(_default["BACKEND"].rsplit(".", 1)[-1])
if _module and find_spec(_module) is None:
    raise ImproperlyConfigured(
        f"CACHE_URL needs the Python package {_module}, which is not installed. requirements.txt has redis."
    )

CACHES = {"default": _default}
