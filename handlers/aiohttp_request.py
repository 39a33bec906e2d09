"""Requests of the Bot API over aiohttp, which takes less than half of the CPU time that httpx takes.

Only `handlers.requests` imports it: aiohttp is an extra (`fast`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ssl import SSLContext
from typing import Any

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.record import record


@contextmanager
def _no_certificates() -> Iterator[None]:
    """While aiohttp is imported: it reads the system's for contexts of its own (0.1 s), where each client has one."""
    SSLContext.set_default_verify_paths = lambda self: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        del SSLContext.set_default_verify_paths


with _no_certificates():
    import aiohttp

# Raised before anything of a request was written: it may be sent again without being doubled.
NOT_WRITTEN = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
LOST = (aiohttp.ClientError, OSError)  # bases of all that can happen to a request on its way


@record
class Limits:
    """Of one client: connections, and seconds for each step and for which a quiet connection is kept."""

    connections: int
    connect: float
    answer: float
    pool: float
    kept_open: float


class AiohttpRequest(BaseRequest):
    """A client with keep-alive. `tls` is for https addresses, `proxy` an http:// address."""

    def __init__(self, limits: Limits, proxy: str | None, tls: SSLContext | None) -> None:
        self._limits, self._proxy, self._tls = limits, proxy, tls
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer, where the request does not say otherwise."""
        return self._limits.answer

    async def initialize(self) -> None:
        """Makes ready; connections are opened when they are needed."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=self._limits.connections, keepalive_timeout=self._limits.kept_open, ssl=self._tls or True
            )
            self._session = aiohttp.ClientSession(
                connector=connector, headers={"User-Agent": self.USER_AGENT}, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Closes all connections."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. The library's own calls set no time but `read_timeout`.

        TimedOut or NetworkError with the cause that aiohttp gives, without its words: they may hold the token.
        """
        if self._session is None:
            raise RuntimeError("not initialized")
        body, headers = _encoded(url, request_data)
        answer = self.read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                proxy=self._proxy,
                allow_redirects=False,
                timeout=self._patience(answer),
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except LOST as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error

    def _patience(self, answer: float | None) -> aiohttp.ClientTimeout:
        limits = self._limits
        return aiohttp.ClientTimeout(
            connect=limits.pool + limits.connect, sock_connect=limits.connect, sock_read=answer
        )


def _encoded(url: str, data: RequestData | None) -> tuple[bytes | None, dict[str, str]]:
    """Body and headers: JSON, which is quicker than a form where Chinese is percent-encoded; for files, multipart."""
    if data is None:
        return None, {}
    if not data.contains_files:
        return data.json_payload, {"Content-Type": "application/json"}
    form = httpx.Request("POST", url, data=data.json_parameters, files=data.multipart_data)
    return form.read(), {"Content-Type": form.headers["Content-Type"]}
