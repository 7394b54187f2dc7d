"""The blog of Wagtail’s tutorial, without its pictures; its list is divided into pages of twenty."""

from django.core.paginator import Paginator
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail.snippets.models import register_snippet


class BlogIndexPage(Page):
    """The list of posts."""

    intro = RichTextField(blank=True)

    def get_context(self, request):
        """Add a page of the posts."""
        pages = self.get_children().live().order_by("-first_published_at")
        return super().get_context(request) | {"blogpages": Paginator(pages, 20).get_page(request.GET.get("page"))}


@register_snippet
class Author(models.Model):
    """Who has written posts."""

    name = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.name


class BlogPageTag(TaggedItemBase):
    """A tag of a post."""

    content_object = ParentalKey("BlogPage", related_name="tagged_items", on_delete=models.CASCADE)


class BlogPage(Page):
    """A post."""

    date = models.DateField("Post date")
    intro = models.CharField(max_length=250)
    body = RichTextField(blank=True)
    authors = ParentalManyToManyField("blog.Author", blank=True)
    tags = ClusterTaggableManager(through=BlogPageTag, blank=True)

    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
