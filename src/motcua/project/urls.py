"""Every address of the platform, by door."""

from django.urls import URLPattern, URLResolver, include, path

from motcua.api.door import urls as api
from motcua.project import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
    path("api/v1/", api),
    path("desk/", include("motcua.desk.urls")),
    path("", include("motcua.portal.urls")),
]
