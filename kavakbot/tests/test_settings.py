"""Settings that act on libraries."""

import subprocess
import sys

from kavakbot import env

MATRIX_THREADS = """
import django
django.setup()
import numpy
from threadpoolctl import threadpool_info
print([library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"])
"""


def test_matrices_are_multiplied_in_the_thread_that_asks():
    told = subprocess.run(
        [sys.executable, "-c", MATRIX_THREADS],
        cwd=env.BASE_DIR,
        env=env.inherited(OPENBLAS_NUM_THREADS=""),
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() == "[1]"
