"""A port that passes connections on to a service of the suite's, whatever the test puts in between."""

import socket
import threading
from contextlib import contextmanager, suppress


@contextmanager
def forwarding(host, to, *, admitting=lambda outside: outside):
    """Pass connections to this host on to an address, and yield the port; `admitting` may wrap them or refuse."""
    inside = []
    with socket.create_server((host, 0)) as door:
        threading.Thread(target=_admit, args=(door, to, admitting, inside), daemon=True).start()
        yield door.getsockname()[1]
    for each in inside:  # whoever was cut off cannot say that it has gone
        _end(each)


def _admit(door, to, admitting, insides):
    while True:
        try:
            outside, _ = door.accept()
        except OSError:  # the test is over
            return
        try:
            outside = admitting(outside)
        except OSError:  # turned away by the client
            continue
        inside = socket.create_connection(to)
        insides.append(inside)
        for pair in ((outside, inside), (inside, outside)):
            threading.Thread(target=_pass_on, args=pair, daemon=True).start()


def _pass_on(source, target):
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    _end(target)


def _end(connection):
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
