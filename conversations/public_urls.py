"""The addresses that WhatsApp and customers open: photos, by the random name they were sent under."""

from django.urls import path

from conversations import photo_views

urlpatterns = [path("photos/chat/<uuid:key>.jpg", photo_views.sent_photo, name="sent-photo")]
