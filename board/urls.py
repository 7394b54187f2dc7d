"""The addresses of the site; pages come last."""

from django.urls import include, path, re_path, reverse_lazy
from django.views.generic import RedirectView, TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from board import health
from board.accessibility.views import accessibility_statement
from board.events.views import event_calendar, events_calendar
from board.exports import with_words_in_exports
from board.media.views import serve_document, serve_media
from board.siteinfo import views as siteinfo
from board.siteinfo.telephone_links import TelephoneLinkView
from board.sitemaps import sitemap, sitemap_section

# Wagtail's own pages of sign-in would ask for no second factor.
sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
reset_password = RedirectView.as_view(url=reverse_lazy("account_reset_password"))

urlpatterns = [
    path("accounts/", include("board.accounts.urls")),
    path("admin/login/", sign_in, name="wagtail_sign_in"),
    path("_util/login/", sign_in),
    re_path("^admin/password_reset/", reset_password, name="wagtail_password_reset"),
    # Before Wagtail's own view: a hook adds only what Wagtail lacks.
    path("admin/choose-phone-link/", require_admin_access(TelephoneLinkView.as_view())),
    path("admin/", include(with_words_in_exports(wagtailadmin_urls.urlpatterns))),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<path:filename>", serve_document, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", serve_media, name="media"),
    path("search/", include("search.urls")),
    path("accessibility-statement/", accessibility_statement, name="accessibility_statement"),
    path("sitemap.xml", sitemap),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap_section"),
    path("news/events.ics", events_calendar, name="events_calendar"),
    path("events/<uuid:uid>.ics", event_calendar, name="event_calendar"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("hide-your-visit/", siteinfo.hide_your_visit, name="hide_your_visit"),
    path("site.webmanifest", siteinfo.manifest, name="manifest"),
    path(".well-known/security.txt", siteinfo.security_txt, name="security_txt"),
    path("favicon.ico", siteinfo.favicon),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain; charset=utf-8")),
]

handler403 = "board.siteinfo.errors.forbidden"
handler404 = "board.siteinfo.errors.not_found"
handler500 = "board.siteinfo.errors.server_error"

urlpatterns += [path("", include(wagtail_urls))]
