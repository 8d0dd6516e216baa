"""The only app that knows a customer is talking."""
