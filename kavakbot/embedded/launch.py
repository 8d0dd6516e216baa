"""Start a program that cannot outlive its parent: `launch.py PARENT SIGNAL UID GID MARK PROGRAM [ARGUMENT …]`.

Run by its path with `python -I -S`, hence no import of ours. A process of its own and not a `preexec_fn`, because
the parent may have threads.
"""

import ctypes
import os
import sys
import time

# Inherited by every descendant, whatever its session and parent, and read back from /proc.
MARK = "KAVAKBOT_PROCESS_GROUP"
PR_SET_PDEATHSIG = 1


def main(parent: int, death_signal: int, uid: int, gid: int, *, mark: str, command: list[str]) -> None:
    """Drop to `uid` and `gid` (negative: stay who we are), tie our life to `parent`, become `command`."""
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After the drop: the kernel forgets the request when the user id changes.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            sys.exit(1)
    else:
        watch(parent, os.getpid(), death_signal)
    os.putenv(MARK, mark)
    os.execvp(command[0], command)  # noqa: S606  becoming the program is the point


def watch(parent: int, program: int, death_signal: int) -> None:
    """Stand in for the kernel's death signal, in a child: end the program soon after its parent has ended."""
    if os.fork() != 0:
        return
    while os.getppid() == program:
        if not is_running(parent):
            os.kill(program, death_signal)
        time.sleep(0.5)
    os._exit(0)


def is_running(pid: int) -> bool:
    """Tell whether there is such a process, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:5]), mark=sys.argv[5], command=sys.argv[6:])
