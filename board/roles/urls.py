from django.urls import path

from . import views

app_name = "roles"
urlpatterns = [
    path("roles/", views.WhoMayDoWhatView.as_view(), name="who_may_do_what"),
    path("cover/", views.CoverView.as_view(), name="cover"),
    path("cover/<int:cover_id>/end/", views.EndCoverView.as_view(), name="end_cover"),
    path("people/<int:user_id>/leave/", views.LeavingView.as_view(), name="leave"),
]
