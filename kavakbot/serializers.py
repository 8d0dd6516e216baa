"""What a login takes and gives."""

from rest_framework import serializers

from kavakbot.fields import Text


class CredentialsSerializer(serializers.Serializer[dict[str, str]]):
    """The client credentials of a login."""

    client_id = Text()
    client_secret = Text(trim_whitespace=False)


class TokenSerializer(serializers.Serializer[dict[str, str]]):
    """A bearer token and how many seconds it lasts."""

    access_token = serializers.CharField()
    token_type = serializers.CharField()
    expires_in = serializers.IntegerField()
