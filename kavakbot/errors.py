"""The one base of our errors: a stable code, one retryable bit, and a docstring that is the message."""

import inspect


class KavakbotError(Exception):
    """Something went wrong."""

    code = "error"
    retryable = False

    @property
    def detail(self) -> str:
        """What to tell an integrator or an operator, in English."""
        return str(self) or inspect.getdoc(type(self)) or self.code
