"""Look at every setting and dependency, and say what to do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kavakbot import doctor
from kavakbot.doctor import Verdict


class Command(BaseCommand):
    """One line for each thing, as it is seen."""

    help = "Check every setting and dependency that can be reached and say what to do; exits 1 when something fails."
    requires_system_checks = ()  # they are part of what is reported

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings; raises CommandError when one of them is a failure."""
        failed = 0
        for name, finding in doctor.examine():
            failed += finding.verdict is Verdict.FAIL
            to_do = f". {finding.to_do}" if finding.to_do else ""
            self.stdout.write(f"{finding.verdict:<5} {name}: {finding.seen.rstrip('.')}{to_do}")
            self.stdout.flush()
        if failed:
            raise CommandError(f"{failed} of these must be mended.")
