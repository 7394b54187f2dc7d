"""
The addresses of accounts, by the names that django-allauth gives them.

They are listed, so that a later version of django-allauth opens no page that no one here has thought of.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path
from django.views.generic import RedirectView

from .email_change import EmailView
from .lost_factors.views import ObjectView
from .password_reset import open_reset_link
from .session_views import SessionsView
from .views import RemovePasskeyView, SignInMethodsView, page_not_found, skip_second_factor

to_sign_in_methods = RedirectView.as_view(pattern_name="mfa_index")

urlpatterns = [
    path("", to_sign_in_methods),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("lost-factor/<str:token>/", ObjectView.as_view(), name="lost_factors_object"),
    path("email/", EmailView.as_view(), name="account_email"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/link/", open_reset_link, name="account_reset_password_link"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", SignInMethodsView.as_view(), name="mfa_index"),
    path("2fa/skip/", skip_second_factor, name="skip_second_factor"),
    path("2fa/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/webauthn/", to_sign_in_methods, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("sessions/", SessionsView.as_view(), name="usersessions_list"),
    # Their names are asked for where no one leads to them.
    path("signup/", page_not_found, name="account_signup"),
    path("confirm-email/", page_not_found, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", page_not_found, name="account_confirm_email"),
    path("login/code/confirm/", page_not_found, name="account_confirm_login_code"),
]
