"""What every gunicorn of ours is told, wherever its command line stands; it reads this file by itself."""

import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

# A filter of the cars may hold 200 characters, 12 bytes each once they are quoted: more than the 4094 bytes that
# gunicorn takes, and it refuses a longer line with a page of HTML. This is the most that it can be told to take.
limit_request_line = 8190
# Without the query, where staff's searches stand: names and numbers of customers.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
# It would write a socket into a home that containers may not write to, for a program that nobody runs.
control_socket_disable = True


def post_worker_init(worker: Worker) -> None:
    """Serve nobody with settings that are missing or unsafe: the whole server ends, and says why."""
    from kavakbot import production  # Django is set up in the worker, not when this file is read

    if reasons := production.refusals():
        worker.log.error("kavakbot does not start:\n%s", "\n".join(reasons))
        sys.exit(Arbiter.WORKER_BOOT_ERROR)
