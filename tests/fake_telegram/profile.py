"""What the bot says about itself: commands by scope and language, descriptions, menu buttons."""

from dataclasses import dataclass, field

from tests.fake_telegram.refusal import Json


@dataclass(slots=True)
class Profile:
    """Texts by language code ("" is the default); commands by (scope as JSON text, language code)."""

    name: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)
