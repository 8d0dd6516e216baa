"""What the doctor looks at in conversations: the workers, the model, and both directions of Twilio."""

from datetime import timedelta
from urllib.parse import urlencode

import urllib3
from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from conversations.dialogue.visit_wording import REMINDER_BLANKS
from conversations.models import MessageTemplate, WorkerBeat
from conversations.models.worker_beat import CLOCK
from conversations.whatsapp import gateways, signature
from conversations.whatsapp.gateways.twilio import ListingUnavailable
from kavakbot.doctor import PATIENCE_SECONDS, Finding, examines, fail, fetch, ok, warn

_NOBODY = "SM00000000000000000000000000000000"


@examines("turns workers")
def workers() -> Finding:
    """Look for workers whose hearts beat."""
    return _alive("turns", "manage.py work")


@examines("clock")
def clock() -> Finding:
    """Look for the process that starts what is due by the clock."""
    return _alive(CLOCK, "celery -A kavakbot beat")


def _alive(duty: str, command: str) -> Finding:
    if alive := WorkerBeat.objects.on_duty(duty):
        return ok(f"{len(alive)} alive")
    last = WorkerBeat.objects.filter(duties__contains=duty).aggregate(last=Max("beaten_at"))["last"]
    seen = f"the last was seen {last:%Y-%m-%d %H:%M} UTC" if last else "none was seen in the last hour"
    return warn(f"none is alive; {seen}", f"Start one: {command} (make run starts everything).")


@examines("model")
def model() -> Finding:
    """Ask the service for the model's name."""
    if not settings.OPENAI_API_KEY:
        return ok("none is configured: the offline brain answers")
    import openai  # a second of imports, only with a key

    name = settings.OPENAI_MODEL
    client = openai.OpenAI(
        api_key=settings.OPENAI_API_KEY,
        base_url=settings.OPENAI_BASE_URL or None,
        timeout=PATIENCE_SECONDS,
        max_retries=0,
    )
    try:
        client.models.retrieve(name)
    except openai.AuthenticationError:
        return fail("the key is refused", "Correct OPENAI_API_KEY; the offline brain answers meanwhile.")
    except openai.NotFoundError:
        return fail(f"the service has no {name}", "Correct OPENAI_MODEL or OPENAI_BASE_URL.")
    except openai.OpenAIError as error:
        to_do = "Look at OPENAI_BASE_URL and the way there; the offline brain answers meanwhile."
        return fail(f"the service does not answer ({type(error).__name__})", to_do)
    return ok(name)


@examines("test drive reminders")
def reminder_template() -> Finding:
    """Look for the approved template by its name, and at what it leaves to fill in."""
    name = settings.TEST_DRIVE_REMINDER_TEMPLATE
    if not name:
        return ok("no template is named: after 24 hours without a word from the customer, the team is called instead")
    template = MessageTemplate.objects.filter(name=name, active=True).first()
    if template is None:
        to_do = "Correct TEST_DRIVE_REMINDER_TEMPLATE, or add the template in the admin; the team is called meanwhile."
        return fail(f"no template in use is called {name}", to_do)
    if unknown := [blank for blank in template.blanks if blank not in REMINDER_BLANKS]:
        to_do = f"Use {', '.join(REMINDER_BLANKS)} alone: day, time, branch, address; the team is called meanwhile."
        return fail(f"nothing is known to fill in for {', '.join(unknown)}", to_do)
    return ok(name)


@examines("twilio account")
def twilio_account() -> Finding:
    """List what came in last, with our credentials and for our number."""
    gateway = gateways.twilio()
    if gateway is None:
        return ok("none is configured: replies stay in the transcript")
    try:
        gateway.list_received(since=timezone.now() - timedelta(minutes=1))
    except ListingUnavailable as error:
        to_do = "Correct TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or look at the way to api.twilio.com."
        return fail(f"it does not list its messages ({error.detail})", to_do)
    return ok(f"it lists the messages to {settings.TWILIO_PHONE_NUMBER}")


@examines("twilio signature")
def twilio_signature() -> Finding:
    """Call our own status webhook as Twilio would, about a message that never was."""
    key = settings.TWILIO_WEBHOOK_SECRET or settings.TWILIO_AUTH_TOKEN
    if not key:
        return warn("no key is set: every webhook is refused", "Set TWILIO_AUTH_TOKEN or TWILIO_WEBHOOK_SECRET.")
    url = f"{settings.PUBLIC_BASE_URL}{reverse('twilio-status')}"
    form = {"MessageSid": _NOBODY, "MessageStatus": "sent"}
    headers = {"X-Twilio-Signature": signature.sign(url, form, key), "Content-Type": signature.FORM}
    try:
        answer = fetch("POST", url, body=urlencode(form), headers=headers)
    except urllib3.exceptions.HTTPError as error:
        return warn(f"{url} cannot be reached from here ({type(error).__name__})", "See the public address above.")
    if answer.status == 403:
        to_do = "The server there has another PUBLIC_BASE_URL or key, or a proxy changes paths on the way."
        return fail(f"what is signed for {url} is refused there", to_do)
    if answer.status != 200:
        return fail(f"{url} answers {answer.status}", "Point PUBLIC_BASE_URL at this service.")
    return ok(f"webhooks signed for {settings.PUBLIC_BASE_URL}{reverse('twilio-inbound')} are taken")
