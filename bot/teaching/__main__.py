"""``python -m bot.teaching``: a job of the running bot on standard input, what it would change as JSON in return.

A job names all that it needs, so neither settings nor a ``.env`` file are looked at: they were checked by the bot.
"""

import os
import sys

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.snapshot import dumps, loads
from bot.teaching.preview import Job, preview

_BEHIND = 10  # niceness of work that must not get in the way of answering
_UNUSABLE = 2  # exit status as of the command line


def main() -> int:
    """Makes one preview; the exit status is 0, or 2 where the job or the knowledge cannot be used."""
    os.nice(_BEHIND)
    try:
        job = loads(sys.stdin.buffer.read(), Job)
    except (ValueError, KeyError, TypeError, RecursionError):
        print("standard input: is no job", file=sys.stderr)
        return _UNUSABLE
    try:
        sys.stdout.buffer.write(dumps(preview(job)).encode())
    except (KnowledgeError, OSError) as error:
        print(error, file=sys.stderr)
        return _UNUSABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
