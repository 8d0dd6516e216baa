"""Which brain the settings ask for."""

from django.conf import settings

from conversations.agent.brains import Brain
from conversations.agent.brains.offline import OfflineBrain
from conversations.agent.brains.openai import OpenAIBrain
from kavakbot.errors import KavakbotError


class NoModelConfiguredError(KavakbotError):
    """OPENAI_API_KEY is not set, so the openai brain cannot answer."""

    code = "no_model_configured"


def choose_brain(name: str) -> Brain:
    """Return the brain called `name`; `auto` is the model's when a key is set, the offline one otherwise."""
    if name == "offline" or (name == "auto" and not settings.OPENAI_API_KEY):
        return OfflineBrain()
    if not settings.OPENAI_API_KEY:
        raise NoModelConfiguredError
    return OpenAIBrain(
        api_key=settings.OPENAI_API_KEY,
        model=settings.OPENAI_MODEL,
        base_url=settings.OPENAI_BASE_URL,
        timeout_seconds=settings.AGENT_MODEL_TIMEOUT_SECONDS,
        most_output=settings.AGENT_MAX_OUTPUT_TOKENS,
        direct=settings.OPENAI_DIRECT_REQUESTS,
    )
