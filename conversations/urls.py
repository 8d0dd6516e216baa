"""The addresses of the webhooks and of the chat endpoints."""

from django.urls import path

from conversations import api, views

urlpatterns = [
    path("chat/webhooks/twilio", views.inbound, name="twilio-inbound"),
    path("chat/webhooks/twilio/status", views.status, name="twilio-status"),
    path("chat/message", api.chat_message),
    path("conversations", api.ConversationList.as_view()),
    path("conversations/<uuid:pk>", api.ConversationDetail.as_view()),
    path("conversations/<uuid:pk>/messages", api.ConversationMessages.as_view()),
]
