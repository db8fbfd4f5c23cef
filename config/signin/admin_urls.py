"""Pages of the admin whose place the account pages take: they know rate limits and the second factor."""

from allauth.account import views
from allauth.account.decorators import secure_admin_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.generic import RedirectView


@secure_admin_login
def signed_in(request: HttpRequest) -> HttpResponse:
    """The start of the admin for who is signed in already; others are led to sign in, and back."""
    return redirect("admin:index")


urlpatterns = [
    path("login/", signed_in),
    path("logout/", views.logout),
    path("password_change/", RedirectView.as_view(pattern_name="account_change_password")),
]
