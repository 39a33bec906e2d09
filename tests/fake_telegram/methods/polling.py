"""How updates reach the bot: getUpdates or a webhook."""

import re
from urllib.parse import urlsplit

from telegram.constants import SUPPORTED_WEBHOOK_PORTS, PollingLimit, WebhookLimit

from tests.fake_telegram.call import Call, api_method
from tests.fake_telegram.refusal import Breach, Json
from tests.fake_telegram.updates import KINDS, ON_REQUEST, Webhook

LONGEST_POLL = 50  # seconds, Client.cpp LONG_POLL_MAX_TIMEOUT


@api_method
async def get_updates(call: Call) -> list[Json]:
    limit, timeout = call.get("limit", 100), call.get("timeout", 0)
    if not PollingLimit.MIN_LIMIT <= limit <= PollingLimit.MAX_LIMIT:
        call.note_clamped("limit")
    if not 0 <= timeout <= LONGEST_POLL:
        call.note_clamped("timeout")
    _allow(call)
    limit = max(1, min(limit, int(PollingLimit.MAX_LIMIT)))
    return await call.world.updates.poll(call.get("offset", 0), limit, max(0, min(timeout, LONGEST_POLL)))


def _allow(call: Call) -> None:
    kinds = call.get("allowed_updates")
    call.notes += [f"unknown update type {kind!r}" for kind in kinds or () if kind not in KINDS]
    call.world.updates.allow(kinds)


@api_method
def set_webhook(call: Call) -> bool:
    url = call.get("url", "")
    if not url:
        return _remove(call)
    _check_address(url)
    secret = call.get("secret_token", "")
    if len(secret) > WebhookLimit.MAX_SECRET_TOKEN_LENGTH:
        raise Breach("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise Breach("secret token contains unallowed characters")
    connections = call.get("max_connections", 40)
    if not WebhookLimit.MIN_CONNECTIONS_LIMIT <= connections <= WebhookLimit.MAX_CONNECTIONS_LIMIT:
        call.note_clamped("max_connections")
    _allow(call)
    updates = call.world.updates
    updates.interrupt("terminated by setWebhook request")
    if call.get("drop_pending_updates"):
        updates.clear()
    updates.webhook = Webhook(url, secret, max(1, min(connections, 100)))
    updates.changed.ring()
    return True


def _check_address(url: str) -> None:
    """HTTPS on one of four ports, by name."""
    address = urlsplit(url)
    if address.scheme != "https":
        raise Breach("bad webhook: An HTTPS URL must be provided for webhook")
    if (address.port or 443) not in SUPPORTED_WEBHOOK_PORTS:
        raise Breach("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


@api_method
def delete_webhook(call: Call) -> bool:
    return _remove(call)


def _remove(call: Call) -> bool:
    updates = call.world.updates
    updates.webhook = Webhook()
    if call.get("drop_pending_updates"):
        updates.clear()
    updates.changed.ring()
    return True


@api_method
def get_webhook_info(call: Call) -> Json:
    updates = call.world.updates
    webhook = updates.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(updates),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error:
        info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error}
    if updates.allowed != frozenset(KINDS - ON_REQUEST):
        info["allowed_updates"] = sorted(updates.allowed)
    return info
