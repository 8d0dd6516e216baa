"""The addresses that customers open: quotes, by the link they were sent."""

from django.urls import path

from financing import views

urlpatterns = [path("cotizaciones/<str:token>.pdf", views.quote_pdf, name="quote-pdf")]
