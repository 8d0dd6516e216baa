"""What access tokens are by the settings: who issues them, and how long the longest lives; without any library."""

from datetime import timedelta

from django.conf import settings

LONGEST_LIFE = timedelta(days=1)  # Cognito's own longest


def come_from_cognito() -> bool:
    """Whether tokens come from Cognito: any of its own settings says so, and then ours are worth nothing."""
    return bool(settings.COGNITO_ISSUER or settings.COGNITO_TOKEN_ENDPOINT or settings.COGNITO_CLIENT_IDS)
