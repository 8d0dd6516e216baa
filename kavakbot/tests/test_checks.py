"""System checks name what is missing, with a hint."""

from kavakbot import checks


def test_a_twilio_account_configured_by_halves_is_a_warning(settings):
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_PHONE_NUMBER = "AC1", "", "+521"
    [warning] = checks.twilio_is_whole(None)
    assert warning.id == "kavakbot.W001"
    assert "TWILIO_AUTH_TOKEN" in warning.msg


def test_no_twilio_account_at_all_is_fine(settings):
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_AUTH_TOKEN = settings.TWILIO_PHONE_NUMBER = ""
    assert checks.twilio_is_whole(None) == []


def test_a_plain_http_address_does_not_pass_for_production(settings):
    settings.PUBLIC_BASE_URL = "http://example.com"
    [error] = checks.webhooks_are_public(None)
    assert error.hint


def test_without_local_mode_the_stores_and_the_secret_are_demanded(settings, monkeypatch):
    settings.LOCAL_MODE = False
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert [error.id for error in checks.stores_are_configured(None)] == [
        "kavakbot.E001",
        "kavakbot.E002",
        "kavakbot.E003",
    ]


def test_an_allowed_domain_that_would_never_match_is_named(settings):
    settings.KNOWLEDGE_ALLOWED_DOMAINS = ["kavak.com", "https://kavak.com", "*.kavak.com"]
    [error] = checks.allowed_domains_are_names(None)
    assert "https://kavak.com, *.kavak.com" in error.msg
    settings.KNOWLEDGE_ALLOWED_DOMAINS = ["kavak.com", "Blog.Kavak.com.mx"]
    assert checks.allowed_domains_are_names(None) == []


def test_a_token_of_the_metrics_that_can_be_guessed_is_refused(settings):
    settings.METRICS_TOKEN = "prometheus"
    [error] = checks.metrics_token_is_long(None)
    assert error.hint
    for fine in ("", "x" * 32):
        settings.METRICS_TOKEN = fine
        assert checks.metrics_token_is_long(None) == []
