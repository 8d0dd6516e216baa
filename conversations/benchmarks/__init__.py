"""Benchmarks of conversations: the webhook beside a bare view, the inbox among many chats; importing registers them."""

from conversations.benchmarks import inbox, webhook

__all__ = ["inbox", "webhook"]
