"""What browsers may load and run on our pages: nothing, but for the pages that need something."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentPolicy(CSPMiddleware):
    """The strict policy, and for addresses below some prefixes the policy of `CONTENT_POLICY_OF_PAGES`."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the parts for one answer."""
        parts = super().get_policy_parts(request, response, report_only)
        for prefix, more in settings.CONTENT_POLICY_OF_PAGES.items():
            if request.path_info.startswith(prefix):
                parts.replace = more
        return parts
