from django.urls import path

from . import file_views, register_views, views

app_name = "publishing"
urlpatterns = [
    path("held/", views.HeldView.as_view(), name="held"),
    path("held/<int:approval_id>/put-out/", views.ReleaseView.as_view(), name="release"),
    path("withdraw/<int:approval_id>/", views.WithdrawApprovalView.as_view(), name="withdraw"),
    path("files/", file_views.WaitingVersionsView.as_view(), name="waiting_versions"),
    path("files/<str:kind>/<int:version_id>/", file_views.WaitingVersionView.as_view(), name="waiting_version"),
    path("files/<str:kind>/<int:version_id>/restore/", file_views.RestoreVersionView.as_view(), name="restore_version"),
    path("register/<int:approval_id>/evidence/", register_views.EvidenceView.as_view(), name="evidence"),
    path("register/<int:approval_id>/removal/", register_views.ProposeRemovalView.as_view(), name="propose_removal"),
    path(
        "register/<int:approval_id>/removal/<int:proposal_id>/",
        register_views.ConfirmRemovalView.as_view(),
        name="confirm_removal",
    ),
    path("<int:page_id>/let-go/", views.LetGoView.as_view(), name="let_go"),
    path("<int:page_id>/", views.DecideView.as_view(), name="decide"),
]
