"""Benchmarks of conversations: the webhook beside a bare view, the back office at size; importing registers them."""

from conversations.benchmarks import growth, office, thinking, webhook

__all__ = ["growth", "office", "thinking", "webhook"]
