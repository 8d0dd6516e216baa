"""The addresses of the back office, for tests that walk through all of it."""

from django.contrib import admin
from django.urls import reverse


def pages(rows):
    """Yield addresses: the pages beside the usual ones, and of every row those that look like no other's."""
    yield from (reverse("dashboard"), reverse("admin:conversations_lead_board"))
    yield reverse("admin:conversations_conversation_export")
    yield from (reverse(f"admin:{name}") for name in ("index", "password_change", "catalog_car_import"))
    yield from (reverse(f"admin:{name}") for name in ("financing_quote_calculator", "knowledge_source_trial"))
    yield from (f"{reverse('admin:knowledge_source_add')}?kind={kind}" for kind in ("url", "faq", "file"))
    yield reverse("admin:auth_user_password_change", args=[rows["auth.user"].pk])
    yield reverse("admin:kavakbot_apiclient_rotate", args=[rows["kavakbot.apiclient"].pk])
    yield reverse("admin:conversations_appointment_book", args=[rows["conversations.conversation"].pk])
    for model in admin.site._registry:
        yield address(rows, model._meta.label_lower, "change")
        yield address(rows, model._meta.label_lower, "changelist")
    for label in ("catalog.car", "knowledge.source", "conversations.contact", "conversations.cannedreply"):
        yield from (address(rows, label, what) for what in ("add", "history", "delete"))
    yield f"{address(rows, 'catalog.car', 'changelist')}?q=nada+de+nada"
    yield reverse("admin:app_list", args=["catalog"])


def all_pages(rows):
    """Yield the address of every usual page of every row."""
    for model in admin.site._registry:
        for what in ("changelist", "add", "change", "history", "delete"):
            yield address(rows, model._meta.label_lower, what)
        yield f"{address(rows, model._meta.label_lower, 'changelist')}?q=nada+de+nada"
        yield reverse("admin:app_list", args=[model._meta.app_label])


def address(rows, label: str, what: str) -> str:
    args = [] if what in {"changelist", "add"} else [rows[label].pk]
    return reverse(f"admin:{label.replace('.', '_')}_{what}", args=args)
