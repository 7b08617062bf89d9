"""The addresses of django-allauth that we use; the rest (sign-up, mail) does not exist here."""

from allauth.account import views
from django.urls import include, path, re_path

from caseday.access.web.views import signin

urlpatterns = [
    path("sign-in/", signin.sign_in, name="account_login"),
    path("sign-in/demonstration/", signin.demonstration_sign_in, name="account_demonstration"),
    path("sign-out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", signin.change_password, name="account_change_password"),
    re_path(
        r"^link/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("link/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second-step/", include("allauth.mfa.urls")),
    path("devices/", include("allauth.usersessions.urls")),
]
