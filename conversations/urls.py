"""The addresses of the webhooks and of the chat endpoints."""

from django.urls import include, path

from conversations import api

urlpatterns = [
    path("chat/", include("conversations.webhook_urls")),
    path("chat/message", api.chat_message),
    path("conversations", api.ConversationList.as_view()),
    path("conversations/<str:conversation_id>", api.ConversationDetail.as_view()),
    path("conversations/<str:conversation_id>/messages", api.ConversationMessages.as_view()),
]
