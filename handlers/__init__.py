"""Telegram: update -> event -> dialogue -> stored messages -> Bot API requests. No policy and no wording of its own."""

import os

# python-telegram-bot 22 gives durations as whole seconds, with a warning, unless asked for timedeltas beforehand.
os.environ["PTB_TIMEDELTA"] = "true"
