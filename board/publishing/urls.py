from django.urls import path

from . import views

app_name = "publishing"
urlpatterns = [
    path("held/", views.HeldView.as_view(), name="held"),
    path("held/<int:approval_id>/put-out/", views.ReleaseView.as_view(), name="release"),
    path("withdraw/<int:approval_id>/", views.WithdrawApprovalView.as_view(), name="withdraw"),
    path("<int:page_id>/", views.DecideView.as_view(), name="decide"),
]
