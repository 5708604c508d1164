"""The site's table of contents."""

from django.contrib import admin
from django.urls import include, path

from treatytracker import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("agencies/", include("agencies.urls")),
    path("", include("parties.urls")),
    path("alerts/", include("subscriptions.urls")),
    path("api/", include("treatytracker.api")),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "treatytracker.views.bad_request"
handler500 = "treatytracker.outage.server_error"
