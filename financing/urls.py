"""The addresses of the financing endpoints."""

from django.urls import path

from financing import views

urlpatterns = [
    path("financing/calculate", views.calculate),
    path("financing/plans", views.plans),
    path("financing/affordable", views.affordable),
    path("financing/schedule", views.schedule),
    path("financing/payoff", views.payoff),
    path("financing/quotes/<str:quote_id>", views.quote),
]
