"""The HTTP client behind the Bot API: the only place that knows which one it is.

aiohttp where it is installed (the extra `fast`); else, and through proxies that it does not speak to, httpx.
"""

from functools import cache
from ssl import SSLContext
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from telegram.request import BaseRequest, HTTPXRequest

from bot.settings import Settings

try:
    from handlers import aiohttp_request
except ImportError:
    aiohttp_request = None  # type: ignore[assignment]

POOL_SIZE = 32  # connections; the sender uses fewer at once
_KEPT_OPEN = 30.0  # seconds; Telegram closes a quiet connection after some 39
_CONNECT, _ANSWER, _POOL = 10.0, 20.0, 20.0  # seconds; routes through a proxy are slow
# Raised before anything of a request was written: it may be sent again without being doubled.
NOT_WRITTEN: tuple[type[Exception], ...] = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    *(aiohttp_request.NOT_WRITTEN if aiohttp_request else ()),
)
# Bases of all that can happen to a request on its way.
LOST: tuple[type[Exception], ...] = (httpx.HTTPError, *(aiohttp_request.LOST if aiohttp_request else ()))


def bot_api_request(settings: Settings, connections: int = POOL_SIZE) -> BaseRequest:
    """A client with keep-alive, through the proxy if one is set (else as the environment says)."""
    proxy = settings.proxy or _environment_proxy(settings.base_url)
    if aiohttp_request and (proxy is None or proxy.startswith("http://")):
        limits = aiohttp_request.Limits(connections, _CONNECT, _ANSWER, _POOL, _KEPT_OPEN)
        tls = _tls() if urlsplit(settings.base_url).scheme == "https" else None
        return aiohttp_request.AiohttpRequest(limits, proxy, tls)
    return HTTPXRequest(
        connect_timeout=_CONNECT,
        read_timeout=_ANSWER,
        write_timeout=_ANSWER,
        pool_timeout=_POOL,
        proxy=proxy,
        httpx_kwargs={
            "limits": httpx.Limits(
                max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=_KEPT_OPEN
            )
        },
    )


@cache
def _tls() -> SSLContext:
    """With the certificates that httpx brings along; they take 50 ms to read."""
    return httpx.create_ssl_context()


def _environment_proxy(address: str) -> str | None:
    """What HTTPS_PROXY, ALL_PROXY and NO_PROXY say for an address."""
    parts, proxies = urlsplit(address), getproxies()
    if proxy_bypass(parts.hostname or ""):
        return None
    return proxies.get(parts.scheme) or proxies.get("all")
