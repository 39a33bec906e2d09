"""The core both faces feed: one request in, one answer out, everything checked and recorded."""

import inspect
from collections.abc import Mapping
from typing import Any

from tests.fake_telegram import methods
from tests.fake_telegram.call import METHODS, Call
from tests.fake_telegram.faults import Fault
from tests.fake_telegram.refusal import Answer, Breach, Refusal, Request, Violation
from tests.fake_telegram.validate import Upload, parameters, read
from tests.fake_telegram.world import World

assert methods.__all__, "importing the package registers the methods"
SPELLING = {name.lower(): name for name in METHODS}


class Api:
    """Answers Bot API requests for a world. A face asks `fault` first and decides what a fault looks like there."""

    def __init__(self, world: World) -> None:
        self.world = world

    def fault(self, method: str, raw: Mapping[str, Any]) -> Fault | None:
        """The planned fault that hits this request."""
        return self.world.faults.next(method, raw.get("chat_id"))

    async def call(
        self, token: str, method: str, raw: Mapping[str, Any], files: Mapping[str, Upload] | None = None
    ) -> Answer:
        """Handles one request; never raises for what the bot did."""
        method = SPELLING.get(method.lower(), method)
        call = Call(self.world, method, dict(raw), files or {})
        try:
            self._check_token(token)
            self.world.faults.check_flood(method, raw.get("chat_id"))
            answer = Answer(200, {"ok": True, "result": await self._handle(call, raw)})
        except Refusal as refusal:
            answer = Answer(refusal.code, refusal.body())
            if isinstance(refusal, Breach):
                early = refusal.code == 429
                self._record(call, "asked again before retry_after was over" if early else refusal.description)
        for note in call.notes:
            self._record(call, note, silent=True)
        if method != "getUpdates":
            self.world.requests.append(Request(method, call.args, self.world.clock.now(), answer))
        self.world.bell.ring()
        return answer

    def _check_token(self, token: str) -> None:
        if ":" not in token or len(token) > 80 or token.startswith("0"):
            raise Refusal("invalid token specified", 401)
        if token != self.world.token:
            raise Refusal("", 401)
        if self.world.logged_out:
            raise Refusal("Logged out")

    async def _handle(self, call: Call, raw: Mapping[str, Any]) -> Any:
        if call.method not in METHODS:
            known = parameters(call.method) is not None
            raise Breach("method not found" + (" (this fake does not play it)" if known else ""), 404)
        call.args, notes = read(call.method, raw, call.files)
        call.notes += notes
        result = METHODS[call.method](call)
        return await result if inspect.isawaitable(result) else result

    def _record(self, call: Call, text: str, silent: bool = False) -> None:
        self.world.violations.append(Violation(call.method, text, silent, call.args))
