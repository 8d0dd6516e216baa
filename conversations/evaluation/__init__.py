"""Measures the agent: what it understands, what it answers, and what it must never say."""
