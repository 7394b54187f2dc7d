"""The library's pages, the index (``index``) and its items (``items``), and the topics (``topics``)."""

from .index import ResourceIndexPage
from .items import PackPart, ResourcePage
from .topics import Topic

__all__ = ["PackPart", "ResourceIndexPage", "ResourcePage", "Topic"]
