"""The demo login and API client: they work, they stay the same, and they are private."""

import stat

import pytest
from django.contrib.auth import authenticate

from kavakbot import demo
from kavakbot.authentication import issue_token
from kavakbot.models import ApiClient


@pytest.fixture(autouse=True)
def local_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    return tmp_path


@pytest.mark.django_db
def test_the_credentials_work_and_are_the_same_on_every_run(local_dir):
    webhook_secret = demo.keep_webhook_secret()
    first = demo.keep_credentials()
    assert demo.keep_credentials() == first
    assert demo.keep_webhook_secret() == webhook_secret
    assert authenticate(username=first.user, password=first.password).is_superuser
    assert issue_token(client_id=first.client_id, secret=first.client_secret)
    assert stat.S_IMODE((local_dir / "demo.json").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_a_new_database_gets_the_kept_login_and_a_new_client(local_dir):
    first = demo.keep_credentials()
    ApiClient.objects.all().delete()
    second = demo.keep_credentials()
    assert second.password == first.password
    assert issue_token(client_id=second.client_id, secret=second.client_secret)
