"""The addresses of the playground."""

from django.urls import path

from conversations.playground import views

urlpatterns = [
    path("playground", views.page, name="playground"),
    path("playground/nuevo", views.begin_anew, name="playground-new"),
    path("playground/firma", views.sign, name="playground-sign"),
    path("playground/chat", views.chat, name="playground-chat"),
]
