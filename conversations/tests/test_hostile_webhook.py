"""The webhook against who is not Twilio, and against Twilio's strangest forms: nothing forged in, nothing broken."""

import base64
import string
from collections import Counter
from random import Random
from urllib.parse import quote_from_bytes

import pytest
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from conversations.models import Message
from conversations.tests import cast

pytestmark = pytest.mark.django_db
HOW_MANY = [pytest.param(100, id="sample"), pytest.param(10_000, id="all", marks=pytest.mark.slow)]
STRANGE = (
    "\x00", "\u202e", "\u200b", "\ufeff", "🚗", "ñ", "'", '"', "\\", "%00", "%", "&",
    "=", "+", ";", "\r\n", "\t", "<Response>", "{{7*7}}", "${x}", "../", "٣", "²", "−", "1e309", "-1", "NaN", "  ",
)  # fmt: skip
FIELDS = (
    "MessageSid", "SmsMessageSid", "From", "To", "Body", "NumMedia", "MediaUrl0", "MediaContentType0", "ProfileName",
    "WaId", "Latitude", "Longitude", "Address", "ButtonText", "OriginalRepliedMessageSid", "ReferralHeadline",
)  # fmt: skip


@pytest.mark.parametrize("number", HOW_MANY)
def test_no_mutated_signature_is_accepted(number):
    chance, form = Random(11), cast.form("busco un versa")
    right = cast.sign(form)
    statuses = Counter(cast.post_under(_mutated(right, chance), form).status_code for _ in range(number))
    assert statuses == {403: number}
    assert not Message.objects.exists()


@pytest.mark.parametrize("number", HOW_MANY)
def test_no_form_changed_after_signing_is_accepted(number):
    chance, form = Random(12), cast.form("busco un versa")
    right = cast.sign(form)
    statuses = Counter(cast.post_under(right, _tampered(form, chance)).status_code for _ in range(number))
    assert statuses == {403: number}
    assert not Message.objects.exists()


@pytest.mark.parametrize("number", HOW_MANY)
def test_no_signed_form_however_strange_breaks_anything(number):
    chance = Random(13)
    statuses = Counter(cast.post(_strange_form(chance)).status_code for _ in range(number))
    assert set(statuses) <= {200, 400, 403}
    assert statuses[200] > number // 2
    assert not Message.objects.filter(body__contains="\u202e").exists()


@pytest.mark.parametrize("number", HOW_MANY)
def test_no_body_of_any_bytes_breaks_anything(number):
    """Signed for what Django makes of the bytes, so that they get as far as they can."""
    chance = Random(14)
    statuses = Counter(_post_bytes(_strange_body(chance)) for _ in range(number))
    assert set(statuses) <= {200, 400, 403}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 403),
        (b"Body=" + b"a" * 1_000_000, 400),  # signed, and from nobody
        (b"Body=" + b"a" * 3_000_000, 400),  # more than we read
        (b"&".join(b"f%d=1" % number for number in range(1001)), 400),
        (b"Body=%ff%fe&From=whatsapp%3A%2B5215512345678", 200),
        (b"Body=%00%00&From=whatsapp%3A%2B5215512345678", 200),
        (b"=&=&=&&&", 400),
    ],
)
def test_bodies_that_nobody_should_send_have_an_answer(body, status):
    assert _post_bytes(body) == status


def _mutated(right: str, chance: Random) -> str | None:
    """Change a signature by a little: a bit, a letter, its length, its alphabet, its padding, another hash's size."""
    ways = [
        lambda: _with_a_bit_flipped(right, chance),
        lambda: right[: chance.randrange(len(right))],
        lambda: right + chance.choice(string.ascii_letters + "= \t"),
        right.swapcase,
        lambda: right.rstrip("="),
        lambda: base64.b64encode(chance.randbytes(chance.choice([0, 1, 16, 19, 20, 21, 32, 64]))).decode(),
        lambda: "".join(chance.choice(string.printable) for _ in range(28)),
        lambda: chance.choice(["", " ", "null", "undefined", "Bearer x", "ñ", "\x7f", None]),
    ]
    wrong = chance.choice(ways)()
    return None if wrong is None or wrong.strip() == right else wrong.replace("\n", "").replace("\r", "")


def _with_a_bit_flipped(right: str, chance: Random) -> str:
    digest = bytearray(base64.b64decode(right))
    digest[chance.randrange(len(digest))] ^= 1 << chance.randrange(8)
    return base64.b64encode(digest).decode()


def _tampered(form: dict[str, str], chance: Random) -> dict[str, str]:
    changed, name = dict(form), chance.choice([*form])
    match chance.randrange(4):
        case 0:
            changed[name] += chance.choice("x0 é")
        case 1:
            del changed[name]
            changed["Added"] = chance.choice(STRANGE)
        case 2:
            changed[f"{name}{chance.randrange(9)}"] = "x"
        case 3:
            changed["From"] = f"whatsapp:+52155{chance.randrange(10**8):08}"
    return changed


def _strange_form(chance: Random) -> dict[str, str]:
    form = cast.form("".join(chance.choice([*STRANGE, "hola ", "busco "]) for _ in range(chance.randrange(40))))
    for name in chance.sample(FIELDS, chance.randrange(5)):
        form[name] = "".join(chance.choice(STRANGE) for _ in range(chance.randrange(6)))
    return {name: value.encode("utf-8", "replace").decode() for name, value in form.items()}


def _strange_body(chance: Random) -> bytes:
    pairs = []
    for _ in range(chance.randrange(8)):
        name = chance.choice([*FIELDS, "", "AccountSid"]).encode()
        value = chance.randbytes(chance.randrange(30))
        pairs.append(name + b"=" + (value if chance.random() < 0.3 else quote_from_bytes(value).encode()))
    return b"&".join(pairs)


def _post_bytes(body: bytes) -> int:
    try:
        fields = QueryDict(body).dict()
    except TooManyFieldsSent:  # more fields than Django reads: then nobody can sign it
        fields = {}
    return cast.post_under(cast.sign(fields), body).status_code
