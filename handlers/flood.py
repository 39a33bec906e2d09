"""How much one person may ask before only the newest counts: 5 updates a second for a minute, then one a second."""

from collections.abc import Callable
from dataclasses import dataclass

ALLOWANCE = 300.0  # updates served at once: 5 a second for a minute
REFILL = 1.0  # updates a second that the allowance grows again
_CALM = 30.0  # allowance at which a person is told again, should it run out again
_CROWD = 10_000  # people remembered before those with a full allowance are forgotten


@dataclass(slots=True)
class _Account:
    left: float
    at: float
    newest: int = 0  # the update that waits
    told: bool = False


class Flood:
    """Keeps an account for each person; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float], allowance: float = ALLOWANCE, refill: float = REFILL) -> None:
        self._clock = clock
        self._allowance = allowance
        self._refill = refill
        self._accounts: dict[int, _Account] = {}

    def spend(self, person: int, update_id: int) -> float:
        """Takes one update from a person's allowance; 0, or the seconds this update, now the newest, has to wait."""
        account = self._account(person)
        account.newest = update_id
        if account.left >= 1:
            account.left -= 1
            return 0.0
        return (1 - account.left) / self._refill

    def is_newest(self, person: int, update_id: int) -> bool:
        """Whether no later update of the person has come."""
        return self._account(person).newest == update_id

    def must_tell(self, person: int) -> bool:
        """Whether the person has not yet been told in this flood; true once."""
        account = self._account(person)
        told, account.told = account.told, True
        return not told

    def _account(self, person: int) -> _Account:
        """The account with what has grown since it was last looked at."""
        now = self._clock()
        if person not in self._accounts:
            self._forget_the_calm(now)
            self._accounts[person] = _Account(self._allowance, now)
        account = self._accounts[person]
        account.left = min(self._allowance, account.left + (now - account.at) * self._refill)
        account.at = now
        account.told = account.told and account.left < _CALM
        return account

    def _forget_the_calm(self, now: float) -> None:
        if len(self._accounts) >= _CROWD:
            full = self._allowance / self._refill
            self._accounts = {person: kept for person, kept in self._accounts.items() if now - kept.at < full}
