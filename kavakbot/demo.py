"""The staff login and the API client of a local machine, the same on every run."""

import secrets
from dataclasses import asdict, dataclass

from django.contrib.auth import get_user_model

from kavakbot import env, token_policy
from kavakbot.embedded import state
from kavakbot.models import ApiClient, create_client, hash_secret

USERNAME = "demo"


@dataclass(frozen=True)
class Credentials:
    """What the banner of `manage.py serve` shows."""

    user: str
    password: str
    client_id: str
    client_secret: str


def keep_credentials() -> Credentials:
    """Return the credentials kept in `LOCAL_DIR/demo.json`; the database is brought in line with them."""
    path = env.local_dir() / "demo.json"
    kept = state.read(path)
    password = kept.get("password") or secrets.token_urlsafe(12)
    _ensure_staff_user(password)
    client_id, client_secret = kept.get("client_id", ""), kept.get("client_secret", "")
    if not token_policy.come_from_cognito():  # or it could get no token
        client_id, client_secret = _ensure_api_client(client_id, client_secret)
    credentials = Credentials(USERNAME, password, client_id, client_secret)
    state.write(path, {**kept, **asdict(credentials)})
    return credentials


def keep_webhook_secret() -> str:
    """Return the key that signs webhooks here when Twilio's own is not set, made once."""
    path = env.local_dir() / "demo.json"
    kept = state.read(path)
    if "webhook_secret" not in kept:
        kept["webhook_secret"] = secrets.token_hex(16)
        state.write(path, kept)
    return str(kept["webhook_secret"])


def _ensure_staff_user(password: str) -> None:
    users = get_user_model().objects
    user, _ = users.get_or_create(username=USERNAME, defaults={"is_staff": True, "is_superuser": True})
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])


def _ensure_api_client(client_id: str, secret: str) -> tuple[str, str]:
    """Return the kept pair while the database knows it; otherwise make a new client."""
    if ApiClient.objects.filter(client_id=client_id, secret_hash=hash_secret(secret), is_active=True).exists():
        return client_id, secret
    client, new_secret = create_client(name="demo", is_demo=True)
    return client.client_id, new_secret
