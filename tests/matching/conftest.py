import pytest

from bot.desk import Desk
from bot.matching.matcher import Matcher
from bot.matching.models import Models


@pytest.fixture(scope="session")
def matcher(desk: Desk) -> Matcher:
    """The matcher of the notice."""
    return desk.matcher


@pytest.fixture(scope="session")
def desk_models(matcher: Matcher) -> Models:
    """Everything fitted from the product's examples."""
    return matcher.models
