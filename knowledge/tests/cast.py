"""Who works in the back office: Caro curates the knowledge, Aude only reads, Beto has what a test gives him."""

from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import Client

_MODELS = ("source", "chunk", "draft", "missedquestion")


def caro() -> Client:
    return staff(
        *(f"{verb}_{model}" for model in _MODELS for verb in ("view", "add", "change", "delete")),
        "publish_knowledge",
        name="caro",
    )


def aude() -> Client:
    return staff(*(f"view_{model}" for model in _MODELS), name="aude")


def staff(*permissions: str, name: str = "beto") -> Client:
    user, _ = User.objects.get_or_create(username=name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions, content_type__app_label="knowledge"))
    client = Client()
    client.force_login(user)
    return client


def text(page: Any, of: str = "body") -> str:
    """Return the words of a part of the page, single-spaced."""
    parts = BeautifulSoup(page.content, "html.parser").select(of)
    return " ".join(" ".join(part.get_text(" ") for part in parts).split())


def links(page: Any, of: str = "body") -> dict[str, str]:
    """Return where the links of a part of the page lead, by their words."""
    found = BeautifulSoup(page.content, "html.parser").select(f"{of} a[href]")
    return {" ".join(link.get_text(" ").split()): link["href"] for link in found}


def value(page: Any, field: str) -> str:
    """Return what a field of the page's form holds."""
    (found,) = BeautifulSoup(page.content, "html.parser").select(f"[name={field}]")
    return found.get("value", "") if found.name == "input" else found.text.removeprefix("\n")
