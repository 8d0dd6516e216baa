"""One test message through the real webhook: what `manage.py serve` tries before it says where to look."""

import http.client
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from conversations import ownership
from conversations.models import Conversation, Message
from conversations.whatsapp import signature
from kavakbot import env
from kavakbot.embedded.ports import HOST

QUESTION = "Hola, busco un nissan versa de menos de 300 mil"
WEBHOOK_PATH = "/api/v1/chat/webhooks/twilio"


@dataclass(frozen=True)
class Trial:
    """A customer who is nobody, writing to the web server at a local port."""

    port: int
    sid: str = field(default_factory=lambda: f"SM{secrets.token_hex(16)}")

    def web_answers(self) -> bool:
        """Tell whether the web server is up."""
        try:
            return self._request("GET", "/health") == http.client.OK
        except (OSError, http.client.HTTPException):
            return False

    def ask(self) -> int:
        """Post the question, signed as Twilio signs, and return the status; the bot owns the chat again."""
        for conversation in Conversation.objects.filter(address=settings.DEMO_ADDRESS):
            ownership.give_back(conversation.pk)
        form = {
            "MessageSid": self.sid,
            "AccountSid": settings.TWILIO_ACCOUNT_SID,
            "From": settings.DEMO_ADDRESS,
            "To": f"whatsapp:{settings.TWILIO_PHONE_NUMBER.removeprefix('whatsapp:')}",
            "Body": QUESTION,
            "NumMedia": "0",
        }
        base = env.text("PUBLIC_BASE_URL").rstrip("/")
        key = env.find("TWILIO_WEBHOOK_SECRET") or settings.TWILIO_AUTH_TOKEN
        headers = {
            "Content-Type": signature.FORM,
            "Host": urlsplit(base).netloc,
            "X-Forwarded-Proto": urlsplit(base).scheme,
            "X-Twilio-Signature": signature.sign(f"{base}{WEBHOOK_PATH}", form, key),
        }
        return self._request("POST", WEBHOOK_PATH, urlencode(form), headers)

    def find_answers(self) -> list[str]:
        """Return what was said to the question so far, as the customer reads it."""
        return Message.objects.replies_to(Message.objects.get(sid=self.sid)).bodies()

    def _request(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> int:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request(method, path, body, headers or {})
            return connection.getresponse().status
        finally:
            connection.close()
