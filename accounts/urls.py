"""Addresses under /accounts/."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.Account.as_view(), name="account"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("password/", views.PasswordChange.as_view(), name="password_change"),
    path("second-factor/", views.SecondFactor.as_view(), name="second_factor"),
    path("second-factor/remove/", views.RemoveSecondFactor.as_view(), name="second_factor_remove"),
    path("recovery-codes/", views.RecoveryCodes.as_view(), name="recovery_codes"),
]
