"""Extraction in a process of its own, so that no document can take ours down: bounded in memory, CPU and time.

`python -m knowledge.scraping.apart` is that process: a line of JSON and the document come in, a line of JSON goes out.
It gets no environment, so no secrets, and never imports Django.
"""

import json
import resource
import signal
import subprocess
import sys
from pathlib import Path

from kavakbot.errors import KavakbotError
from knowledge.scraping import page
from knowledge.scraping.page import ExtractionFailed, ExtractionTimeout, ExtractionTooBig, Page

MAX_SECONDS = 9.5
# The largest documents that are not refused were measured at 160 MB and 7 s; a common page at 60 MB and 0.5 s.
MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 8
_ROOT = Path(__file__).resolve().parents[2]
_REFUSALS = {
    error.code: error
    for error in vars(page).values()
    if isinstance(error, type) and issubclass(error, KavakbotError) and error is not KavakbotError
}


def extract_apart(
    content: bytes,
    *,
    content_type: str = "text/html",
    charset: str = "",
    file_name: str = "",
    max_seconds: float = MAX_SECONDS,
) -> Page:
    """Return what `extract` would, or raise what it would.

    Beyond that: `ExtractionTimeout`, `ExtractionTooBig`, and `ExtractionFailed` when the process dies of a document.
    """
    request = json.dumps({"content_type": content_type, "charset": charset, "file_name": file_name})
    try:
        child = subprocess.run(
            [sys.executable, "-m", "knowledge.scraping.apart"],
            input=request.encode() + b"\n" + content,
            capture_output=True,
            cwd=_ROOT,
            env={},
            timeout=max_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExtractionTimeout from error
    return _page(child)


def _page(child: "subprocess.CompletedProcess[bytes]") -> Page:
    """Return what the child read, or raise what it says, or what its end says."""
    if child.returncode == -signal.SIGXCPU:
        raise ExtractionTimeout
    if child.returncode != 0:
        last_words = child.stderr[-200:].decode(errors="replace").strip().rpartition("\n")[2]
        raise ExtractionFailed(f"The document ended its reader with status {child.returncode}: {last_words}")
    answer = json.loads(child.stdout)
    if code := answer.get("code"):
        raise _REFUSALS[code](answer["detail"])
    return Page(title=answer["title"], markdown=answer["markdown"])


def _serve() -> None:
    """Read one document from standard input; the limits hold from before its first byte."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # the soft limit names its signal
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    request, _, content = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(json.dumps(_answer(content, json.loads(request)), ensure_ascii=False).encode())


def _answer(content: bytes, request: dict[str, str]) -> dict[str, str]:
    from knowledge.scraping.extract import extract  # 15 MB that only the child needs

    try:
        read = extract(content, **request)
    except MemoryError:
        return {"code": ExtractionTooBig.code, "detail": ""}
    except KavakbotError as error:
        return {"code": error.code, "detail": str(error)}
    return {"title": read.title, "markdown": read.markdown}


if __name__ == "__main__":
    _serve()
