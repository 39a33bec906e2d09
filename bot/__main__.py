"""``python -m bot``."""

import sys

if __name__ == "__main__":
    try:  # Ctrl-C may come while modules are still being imported
        from bot.cli import main

        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
