"""The team's canned replies: sales writes them, everybody picks them in a chat, each change is kept."""

from django.contrib import admin

from conversations.models import CannedReply
from kavakbot.history import HistoryAdmin


@admin.register(CannedReply)
class CannedReplyAdmin(HistoryAdmin):
    """Add, change and retire them."""

    list_display = ("title", "body", "active")
    list_filter = ("active",)
    search_fields = ("title", "body")
