"""The pages of the library, and the topics of news and resources."""

from .resource_index_page import ResourceIndexPage
from .resource_page import PackPart, ResourcePage
from .topic import Topic

__all__ = ["PackPart", "ResourceIndexPage", "ResourcePage", "Topic"]
