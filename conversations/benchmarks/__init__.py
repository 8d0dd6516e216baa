"""Benchmarks of conversations: the webhook beside a bare view, the back office at size; importing registers them."""

from conversations.benchmarks import office, webhook

__all__ = ["office", "webhook"]
