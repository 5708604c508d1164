"""The site's table of contents."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("agencies/", include("agencies.urls")),
    path("", include("parties.urls")),
    path("api/", include("treatytracker.api")),
    path("admin/", admin.site.urls),
]
