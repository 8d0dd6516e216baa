"""Views of the inbox that people save: the filters and the search at hand, under a name, for one or for the team."""

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, SEARCH_VAR
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from conversations.models import Conversation, SavedView
from kavakbot.masking import may_be_part_of_a_phone
from kavakbot.pages import ModelAdmin

MOST = 20
_LIST = "admin:conversations_conversation_changelist"


class ViewForm(forms.ModelForm[SavedView]):
    """The name, and for whom."""

    class Meta:
        model = SavedView
        fields = ("name", "shared", "query")
        widgets = {"query": forms.HiddenInput}

    def clean_query(self) -> str:
        """Keep what narrows the list, and no piece of a phone number."""
        asked = QueryDict(self.cleaned_data["query"])
        if may_be_part_of_a_phone(asked.get(SEARCH_VAR, "")):
            raise forms.ValidationError("Una búsqueda por teléfono no se guarda.")
        return narrowing(asked)


def narrowing(asked: QueryDict) -> str:
    """Return what narrows the list, in order, so that two addresses of one view are the same."""
    said = [(name, value) for name, value in asked.items() if value and name not in {PAGE_VAR, ERROR_FLAG}]
    return urlencode(sorted((name, str(value)) for name, value in said))


def seen_by(user: User) -> QuerySet[SavedView]:
    """Return a person's own views, and those of the team."""
    return SavedView.objects.filter(Q(owner=user) | Q(shared=True))


class SavedViews(ModelAdmin[Conversation]):
    """The addresses that save and drop a view, and what the list shows of them."""

    def get_urls(self) -> list[URLPattern]:
        """Add both."""
        guard = self.admin_site.admin_view
        return [
            path("vistas/", guard(require_POST(self.save_view)), name="conversations_conversation_view_save"),
            path("vistas/borrar/", guard(require_POST(self.drop_view)), name="conversations_conversation_view_drop"),
            *super().get_urls(),
        ]

    def save_view(self, request: HttpRequest) -> HttpResponse:
        """Keep what the list shows under a name; the same name again is the same view, changed."""
        owner = self._viewer(request)
        mine = SavedView.objects.filter(owner=owner)
        before = mine.filter(name=request.POST.get("name", "").strip()).first()
        form = ViewForm(request.POST, instance=before or SavedView(owner=owner))
        if before is None and mine.count() >= MOST:
            form.add_error(None, f"Ya tienes {MOST} vistas: borra una.")
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return HttpResponseRedirect(reverse(_LIST))
        view = form.save(commit=False)
        view.shared = view.shared and request.user.has_perm("conversations.share_savedview")
        view.save()
        return HttpResponseRedirect(f"{reverse(_LIST)}?{view.query}")

    def drop_view(self, request: HttpRequest) -> HttpResponse:
        """Forget a view of one's own, or of the team's where one may share."""
        viewer = self._viewer(request)
        within_reach = seen_by(viewer) if _may_share(viewer) else SavedView.objects.filter(owner=viewer)
        named = request.POST.get("view", "")
        within_reach.filter(pk=named if named.isascii() and named.isdecimal() and len(named) < 19 else 0).delete()
        return HttpResponseRedirect(reverse(_LIST))

    def saved_views(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the list shows of them: each, whether it is open, and the form that saves another."""
        viewer, now = cast("User", request.user), narrowing(request.GET)
        may_share = _may_share(viewer)
        saved = [
            (view, view.query == now, view.owner_id == viewer.pk or may_share)
            for view in seen_by(viewer).select_related("owner")
        ]
        is_saved = any(is_open for _, is_open, _ in saved)
        form = ViewForm(initial={"query": now}, auto_id="view-%s", label_suffix="") if now and not is_saved else None
        return {"saved": saved, "is_saved": is_saved, "view_form": form, "may_share": may_share}

    def _viewer(self, request: HttpRequest) -> User:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return cast("User", request.user)


def _may_share(user: User) -> bool:
    return user.has_perm("conversations.share_savedview")
