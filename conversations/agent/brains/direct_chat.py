"""ChatOpenAI without the SDK's walk through every message and tool, which costs more than the rest of a call."""

from typing import Any

from langchain_openai import ChatOpenAI

# What is plain JSON already, and all that is long.
_READY = ("messages", "tools")


class DirectChat(ChatOpenAI):
    """Sends messages and tools as they are: the SDK merges `extra_body` into the body after its own transformation.

    The hook is LangChain's private one, so a test compares the body with the stock client's; the versions are locked,
    and OPENAI_DIRECT_REQUESTS=false goes back to the stock client.
    """

    def _get_request_payload(self, input_: Any, *, stop: list[str] | None = None, **kwargs: Any) -> dict[str, Any]:
        payload = super()._get_request_payload(input_, stop=stop, **kwargs)
        ready = {name: payload.pop(name) for name in _READY if name in payload}
        return {**payload, "messages": [], "extra_body": {**(payload.get("extra_body") or {}), **ready}}
