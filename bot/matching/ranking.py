"""From the margins of a linear model to how likely each class is."""

import math
from collections.abc import Sequence

SHARPNESS = 8.0  # where none is calibrated; margins of a support vector machine are small


def softmax(scores: Sequence[float], sharpness: float = SHARPNESS) -> list[float]:
    """Likelinesses, 0..1 and together 1, in the order of `scores`."""
    highest = max(scores)
    powers = [math.exp(sharpness * (score - highest)) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
