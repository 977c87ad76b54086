"""The way in: signals are heeded before anything is imported, so that a command stopped at once says so, too."""

import signal
import sys
from types import FrameType

_INTERRUPTED = 130
_TERMINATED = 143


class Terminated(BaseException):
    """Another process asked this one to end; what is half-written is cleared away on the way out."""


def _end(_number: int, _frame: FrameType | None) -> None:
    # A second signal while the first is heeded may not leave anything half-cleared.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Terminated


def main() -> None:
    """Run a command and exit: 0 done, 1 bad input or data, 2 usage, 70 a fault of ours; a line says what is wrong."""
    sys.exit(_run())


def _run() -> int:
    try:
        if hasattr(signal, "SIGTERM"):
            signal.signal(signal.SIGTERM, _end)
        from gazetteer.processors import begin_work
        from geo.cli.app import run, use_whole_streams

        begin_work()
        use_whole_streams()
        status = run()
    except KeyboardInterrupt:
        status = _INTERRUPTED
    except Terminated:
        status = _TERMINATED
    if status in (_INTERRUPTED, _TERMINATED):
        print("armsatlas: stopped; nothing was left half-written", file=sys.stderr)  # noqa: T201 - nothing else is loaded
    return status


if __name__ == "__main__":
    main()
