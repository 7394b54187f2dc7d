"""What a public site runs under: the base, and nothing else."""

from .base import *  # noqa: F403
