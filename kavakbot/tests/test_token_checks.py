"""What is checked of how tokens are issued, before anybody calls."""

from datetime import timedelta

import pytest

from kavakbot import token_checks

CHECKS = (
    token_checks.cognito_is_whole,
    token_checks.cognito_is_reached_safely,
    token_checks.user_pool_is_of_its_region,
    token_checks.tokens_live_for_a_while,
    token_checks.proxies_are_counted,
)


@pytest.fixture
def found(settings):
    """What the checks find after these changes to a whole Cognito."""

    def check(**changes):
        whole = {
            "COGNITO_REGION": "us-east-1",
            "COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI",
            "COGNITO_ISSUER": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI",
            "COGNITO_JWKS_URL": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI/.well-known/jwks.json",
            "COGNITO_TOKEN_ENDPOINT": "https://kavak.auth.us-east-1.amazoncognito.com/oauth2/token",
            "COGNITO_CLIENT_IDS": ["7crmclient"],
            "API_TOKEN_LIFETIME": timedelta(hours=1),
            "REST_FRAMEWORK": {**settings.REST_FRAMEWORK, "NUM_PROXIES": 0},
        }
        for name, value in {**whole, **changes}.items():
            setattr(settings, name, value)
        return [error.id.removeprefix("kavakbot.") for each in CHECKS for error in each(None)]

    return check


def test_all_of_cognito_or_nothing_of_it_is_right(found):
    assert found() == []
    assert found(COGNITO_USER_POOL_ID="", COGNITO_ISSUER="", COGNITO_TOKEN_ENDPOINT="", COGNITO_CLIENT_IDS=[]) == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"COGNITO_CLIENT_IDS": []}, "E020"),
        ({"COGNITO_TOKEN_ENDPOINT": ""}, "E020"),
        ({"COGNITO_ISSUER": "", "COGNITO_USER_POOL_ID": ""}, "E020"),
        ({"COGNITO_TOKEN_ENDPOINT": "http://kavak.example/oauth2/token"}, "E021"),
        ({"COGNITO_JWKS_URL": "kavak.example/keys"}, "E021"),
        ({"COGNITO_USER_POOL_ID": "us-east-2_AbCdEfGhI"}, "E022"),
        ({"COGNITO_USER_POOL_ID": "AbCdEfGhI"}, "E022"),
        ({"API_TOKEN_LIFETIME": timedelta(0)}, "E023"),
        ({"API_TOKEN_LIFETIME": timedelta(days=30)}, "E023"),
        ({"REST_FRAMEWORK": {"NUM_PROXIES": -1}}, "E024"),
    ],
)
def test_what_is_wrong_is_an_error(found, changes, error):
    assert found(**changes) == [error]


@pytest.mark.parametrize(
    ("header", "count", "warnings"),
    [
        (None, 0, []),
        (("HTTP_X_FORWARDED_PROTO", "https"), 0, ["kavakbot.W020"]),
        (("HTTP_X_FORWARDED_PROTO", "https"), 1, []),
        (None, 2, ["kavakbot.W021"]),
    ],
)
def test_proxies_are_both_trusted_and_counted_or_neither(settings, header, count, warnings):
    settings.SECURE_PROXY_SSL_HEADER = header
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": count}
    assert [warning.id for warning in token_checks.callers_are_told_apart(None)] == warnings


def test_only_this_machine_may_do_without_https(found):
    assert found(COGNITO_TOKEN_ENDPOINT="http://127.0.0.1:9999/oauth2/token") == []
