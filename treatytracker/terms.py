"""Words that all parts of the registry share."""

from django.db import models


class Confidence(models.TextChoices):
    """How sure the compilers of a fact were; anything but high is shown beside the fact."""

    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    LOW = "low", "low"
    UNSTATED = "unstated", "not stated"
