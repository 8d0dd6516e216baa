"""Benchmarks of conversations: the webhook beside a bare view, the back office at size; importing registers them."""

from conversations.benchmarks import crowd, day, growth, mixed, office, processes, thinking, webhook

__all__ = ["crowd", "day", "growth", "mixed", "office", "processes", "thinking", "webhook"]
