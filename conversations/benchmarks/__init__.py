"""Benchmarks of conversations: the webhook beside a bare view of the same server; importing registers them."""

from conversations.benchmarks import webhook

__all__ = ["webhook"]
