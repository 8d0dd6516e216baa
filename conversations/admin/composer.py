"""The composer under a chat: words, canned replies to begin with, photos of one's own or of a car, templates."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from catalog.admin.photos import PhotosField
from catalog.models import Car
from catalog.search import snapshot
from conversations import writing
from conversations.admin.shown_cars import cars_shown
from conversations.models import Appointment, CannedReply, Conversation, Lead, MessageTemplate

# Where a session keeps, for one page, words that could not be sent.
UNSENT = "chat_unsent"


@dataclass(frozen=True)
class Pick:
    """A canned reply as it reads in this chat."""

    title: str
    text: str


class MessageForm(forms.Form):
    """What a person sends: words, photos, or both."""

    text = forms.CharField(label="Tu mensaje", required=False, widget=forms.Textarea({"rows": 3}), strip=False)
    photos = PhotosField(label="Fotos tuyas", required=False)
    car = forms.ModelChoiceField(Car.objects.none(), label="Fotos de un auto", required=False, empty_label="Ninguno")

    def __init__(self, conversation: Conversation, data: Any = None, files: Any = None, *, unsent: str = "") -> None:
        super().__init__(data, files, auto_id="chat-%s", label_suffix="", initial={"text": unsent})
        with_photos = [car.pk for car in cars_shown(conversation) if car.photos.all()]
        cast("forms.ModelChoiceField[Car]", self.fields["car"]).queryset = Car.objects.filter(pk__in=with_photos)
        if not writing.takes_photos(conversation):
            del self.fields["photos"], self.fields["car"]
        elif not with_photos:
            del self.fields["car"]


def offered(conversation: Conversation, by: User, unsent: str) -> dict[str, Any]:
    """Return what the composer shows, with what could not be sent just now still in it."""
    known = _known(conversation, by)
    return {
        "taken_by": conversation.assigned_to if conversation.is_of_another_than(by.pk) else None,
        "unsent": unsent,
        "composer": MessageForm(conversation, unsent=unsent),
        "picks": [Pick(it.title, it.filled(known)) for it in CannedReply.objects.filter(active=True)],
        "templates": MessageTemplate.objects.filter(active=True),
        "window_is_open": conversation.window_is_open,
    }


def send(request: HttpRequest, conversation: Conversation) -> list[str]:
    """Send what the request brings and return what is wrong with its files, if anything; raises as `writing` does."""
    author = cast("User", request.user)  # the admin lets nobody else in
    for template in MessageTemplate.objects.filter(active=True):
        if str(template.pk) == request.POST.get("template"):
            blanks = {name: request.POST.get(f"blank-{template.pk}-{name}", "") for name in template.blanks}
            writing.write_template(conversation.pk, template, blanks, author=author)
            return []
    form = MessageForm(conversation, request.POST, request.FILES)
    if not form.is_valid():
        return [str(error) for errors in form.errors.values() for error in errors]
    said = form.cleaned_data
    car: Car | None = said.get("car")
    writing.write(
        conversation.pk,
        said["text"],
        author=author,
        photos=said.get("photos") or (),
        of_car=car.stock_id if car else None,
    )
    return []


def _known(conversation: Conversation, by: User) -> dict[str, str]:
    """Return what the blanks of a canned reply stand for in this chat, as far as it is known."""
    lead = Lead.objects.open().filter(conversation=conversation, car__isnull=False).select_related("car").first()
    visit = Appointment.objects.upcoming().filter(conversation=conversation).select_related("branch").first()
    return {
        "nombre": conversation.contact.name.partition(" ")[0],
        "auto": snapshot(lead.car).title if lead and lead.car else "",
        "sucursal": visit.branch.name if visit else "",
        "asesor": by.first_name or by.username,
    }
