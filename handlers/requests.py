"""The HTTP client behind the Bot API: the only place that knows which one it is."""

import httpx
from telegram.request import BaseRequest, HTTPXRequest

from bot.settings import Settings

POOL_SIZE = 32  # connections; the sender uses fewer at once
_KEPT_OPEN = 30.0  # seconds; Telegram closes a quiet connection after some 39
_CONNECT, _ANSWER, _POOL = 10.0, 20.0, 20.0  # seconds; routes through a proxy are slow
# Raised before anything of a request was written: it may be sent again without being doubled.
NOT_WRITTEN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
LOST = httpx.HTTPError  # base of all that can happen to a request on its way


def bot_api_request(settings: Settings, connections: int = POOL_SIZE) -> BaseRequest:
    """A client with keep-alive, through the proxy if one is set (else as the environment says)."""
    limits = httpx.Limits(
        max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=_KEPT_OPEN
    )
    return HTTPXRequest(
        connect_timeout=_CONNECT,
        read_timeout=_ANSWER,
        write_timeout=_ANSWER,
        pool_timeout=_POOL,
        proxy=settings.proxy,
        httpx_kwargs={"limits": limits},
    )
