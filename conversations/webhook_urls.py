"""The addresses that Twilio calls."""

from django.urls import path

from conversations import views

urlpatterns = [
    path("webhooks/twilio", views.inbound, name="twilio-inbound"),
    path("webhooks/twilio/status", views.status, name="twilio-status"),
]
