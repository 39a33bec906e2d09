"""The core of the helpdesk bot: plain Python that knows no Telegram."""
