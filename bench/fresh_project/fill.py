"""Fills the project: ``manage.py shell -c "import fill; fill.fill(1000)"``."""

import datetime
import random

from base.models import FooterText, NavigationSettings
from blog.models import Author, BlogIndexPage, BlogPage
from wagtail.models import Page, Site

WORDS = ["child", "family", "school", "worry", "help", "listen", "learn", "share", "safe", "neglect", "review", "plan"]
TAGS = 12


def fill(count: int) -> None:
    """Add an index with so many posts, and what stands around them on every page."""
    dice = random.Random(2026)
    home = Site.objects.get().root_page.specific
    for title in ("About", "Learning", "Contact"):
        home.add_child(instance=Page(title=title, show_in_menus=True))
    index = home.add_child(instance=BlogIndexPage(title="Blog", slug="blog", show_in_menus=True))
    home.hero_text, home.hero_cta_link, home.body = "What we do", index, "<p>Who works with children here.</p>"
    home.save()
    author = Author.objects.create(name="The board")
    for number in range(1, count + 1):
        post = BlogPage(
            title=f"Item {number}",
            slug=f"item-{number}",
            intro=" ".join(dice.choices(WORDS, k=20)),
            body="".join(f"<p>{' '.join(dice.choices(WORDS, k=30))}.</p>" for _ in range(4)),
            date=datetime.date(2026, 1, 1),
        )
        index.add_child(instance=post)
        post.authors.add(author)
        post.tags.add(f"Topic {dice.randrange(TAGS)}")
        post.save()
    FooterText.objects.create(body="<p>Whom to ring, at any hour.</p>", live=True)
    NavigationSettings.objects.create(mastodon_url="https://social.example/@board")
