"""Where uploaded photos answer, below `photos/`."""

from django.urls import path

from catalog import gallery

urlpatterns = [
    path("<uuid:key>.jpg", gallery.photo, name="photo"),
    path("<uuid:key>/thumb", gallery.photo, {"thumbnail": True}, name="photo-thumb"),
]
