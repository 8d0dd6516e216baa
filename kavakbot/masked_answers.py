"""Whole answers with the phone numbers masked that they show, whichever field, name or history these come from."""

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from kavakbot.masking import mask_html, mask_json, mask_phones


def mask_answer(response: HttpResponseBase) -> None:
    """Mask every phone number that an answer shows, now or as soon as it is rendered; files are left alone."""
    kind = response.headers.get("Content-Type", "")
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.add_post_render_callback(mask_answer)
    elif isinstance(response, HttpResponse) and "json" in kind:
        response.content = mask_json(response.content.decode()).encode()
    elif isinstance(response, HttpResponse) and kind.startswith("text/html"):
        response.content = mask_html(response.content.decode()).encode()
    elif not kind.startswith(("text/", "application/yaml")):
        return
    elif isinstance(response, HttpResponse):
        response.content = mask_phones(response.content.decode()).encode()
    elif isinstance(response, StreamingHttpResponse):  # our own, line by line
        response.streaming_content = (mask_phones(line.decode()).encode() for line in response)
