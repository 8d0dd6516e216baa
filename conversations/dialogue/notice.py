"""What the first reply of a conversation says beside its answer: that nobody human wrote it, and the privacy notice."""

from conversations.dialogue import wording
from conversations.dialogue.sentences import Voice


def opened(text: str, *, voice: Voice, privacy_url: str) -> str:
    """Return the first reply with what it does not say yet; without an address no notice is spoken of."""
    who = wording.WHO_ANSWERS.told(voice)
    known = any(words in text for words in wording.KNOWN_AS_A_MACHINE)
    parts = [text] if known else [who, text]
    if privacy_url and privacy_url not in text:
        parts.append(wording.PRIVACY.filled(url=privacy_url).told(voice))
    return "\n\n".join(filter(None, parts))
