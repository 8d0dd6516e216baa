"""The addresses of the dashboard, within what holds for every page of the back office."""

from django.contrib import admin
from django.urls import path

from conversations.admin.dashboard import pages

urlpatterns = [
    path("admin/tablero/", admin.site.admin_view(pages.dashboard), name="dashboard"),
    path("admin/tablero/tablero.csv", admin.site.admin_view(pages.export), {"kind": "csv"}, name="dashboard_csv"),
    path("admin/tablero/tablero.xlsx", admin.site.admin_view(pages.export), {"kind": "xlsx"}, name="dashboard_xlsx"),
]
