"""The names by which people know this site."""

from wagtail.models import Site

from .models import BoardSettings


def names_of_site() -> list[str]:
    """Return the names of every board, of its chair, area and front door, and the host names of every Site."""
    fields = ("board_name", "chair_name", "area", "front_door_name")
    named = [name for row in BoardSettings.objects.values_list(*fields) for name in row]
    return [*named, *Site.objects.values_list("site_name", flat=True), *Site.objects.values_list("hostname", flat=True)]
