"""Fixtures that tests of several apps share."""

pytest_plugins = ["kavakbot.tests.browser", "kavakbot.tests.identity_provider"]
