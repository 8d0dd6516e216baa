"""The environment, and the files it names: secrets come from either, and a mistake is told by its name."""

import pytest

from kavakbot import env

ADDRESS = "postgresql://kavakbot@database:5432/kavakbot"


@pytest.fixture
def secret(tmp_path, monkeypatch):
    """Write a secret's file and name it, as docker compose does."""

    def write(name, text):
        path = tmp_path / name.lower()
        path.write_text(text)
        monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(f"{name}_FILE", str(path))

    return write


def test_a_secret_is_read_from_the_file_that_is_named_without_the_line_end_an_editor_left(secret):
    secret("TWILIO_AUTH_TOKEN", "from a file\n")
    assert env.text("TWILIO_AUTH_TOKEN") == "from a file"


def test_an_empty_file_is_a_setting_that_is_not_set(secret):
    secret("OPENAI_API_KEY", "\n")
    assert env.find("OPENAI_API_KEY") is None


def test_a_value_in_the_environment_goes_before_the_file(secret, monkeypatch):
    secret("SECRET_KEY", "from a file")
    monkeypatch.setenv("SECRET_KEY", "from the environment")
    assert env.text("SECRET_KEY") == "from the environment"


def test_yes_and_no_and_numbers_may_stand_in_files_too(secret):
    secret("DEBUG", "true")
    secret("NUM_PROXIES", "2")
    assert env.flag("DEBUG", default=False) is True
    assert env.number("NUM_PROXIES", 0) == 2


def test_a_file_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", "/run/secrets/nowhere")
    with pytest.raises(ValueError, match="SECRET_KEY_FILE names /run/secrets/nowhere, which cannot be read"):
        env.find("SECRET_KEY")


def test_an_address_without_a_password_gets_the_one_that_postgresql_has_been_given(secret, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", ADDRESS)
    secret("POSTGRES_PASSWORD", "con @ y /")
    assert env.database_url() == ADDRESS.replace("kavakbot@", "kavakbot:con%20%40%20y%20%2F@")


@pytest.mark.parametrize("address", [ADDRESS.replace("kavakbot@", "kavakbot:its-own@"), "postgresql:///local", ""])
def test_an_address_that_needs_none_stays_as_it_is(secret, monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)
    secret("POSTGRES_PASSWORD", "another")
    assert env.database_url() == address
