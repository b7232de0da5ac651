"""The addresses of the pages; everything that a page shows is told by its address."""

from __future__ import annotations

from django.urls import path, register_converter

from tiendo.web import views
from tiendo.web.converters import PeriodConverter

register_converter(PeriodConverter, "period")

urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("<str:place>/", views.place, name="place"),
    path("<str:place>/<period:period>", views.evaluation, name="evaluation"),
    path("<str:place>/<period:period>/<str:indicator>", views.trace, name="trace"),
    path("<path:path>", views.elsewhere, name="elsewhere"),
]

handler400 = "tiendo.web.views.bad_request"
handler404 = "tiendo.web.views.not_found"
handler500 = "tiendo.web.views.server_error"
