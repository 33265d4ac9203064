"""Work that takes processor time is done by a process of its own, so that neither its time nor its crash is ours."""

import contextlib
import subprocess
import sys
from collections.abc import Sequence

from network.core.settings import ROOT


class TookTooLong(Exception):
    """The process was not done in its time, and is ended."""


def made_beside(
    command: Sequence[str], given: bytes, *, seconds: float, memory_mb: int | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """What `command` makes of `given` on its standard input: its code, its answer, and what it said of errors.

    Other greenlets run meanwhile, so never inside a unit of work. The process ends with the greenlet that waits for
    it; a server that is killed leaves one that ends by itself, by its work or by its limit of processor time.
    Units: at most `seconds` of time, and as many of processor time.
    Raises TookTooLong.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT) as child:
        try:
            _bound(child.pid, seconds, memory_mb)
            answer, said = child.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as fault:
            child.kill()
            raise TookTooLong(f"{command[-1]}: more than {seconds} s") from fault
        except BaseException:
            child.kill()
            raise
    return subprocess.CompletedProcess(command, child.returncode, answer, said)


def _bound(pid: int, seconds: float, memory_mb: int | None) -> None:
    """Limits that hold without us. A child that is done already needs none."""
    with contextlib.suppress(OSError):
        if sys.platform == "linux":
            import resource  # optional package: not on every machine

            cpu = int(seconds) + 1
            resource.prlimit(pid, resource.RLIMIT_CPU, (cpu, cpu))
            if memory_mb is not None:
                resource.prlimit(pid, resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
