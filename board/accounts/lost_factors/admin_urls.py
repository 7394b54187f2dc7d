from django.urls import path

from . import views

app_name = "lost_factors"
urlpatterns = [
    path("start/<int:user_id>/", views.StartView.as_view(), name="start"),
    path("<int:reset_id>/", views.ResetView.as_view(), name="reset"),
    path("<int:reset_id>/call-back/", views.CallBackView.as_view(), name="call_back"),
    path("<int:reset_id>/cancel/", views.CancelView.as_view(), name="cancel"),
]
