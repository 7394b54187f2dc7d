"""What the form of the board's settings posts."""


def settings_form(**contact):
    """Return what the settings form posts with one contact."""
    form = {
        "board_name": "Ashmere Board", "area": "Ashmere", "strapline": "", "chair_name": "", "chair_role": "Chair",
        "media_contact_name": "", "media_contact_phone": "", "media_contact_email": "", "media_contact_hours": "",
        "front_door_name": "", "exit_url": "https://weather.example.org/", "neutral_title": "", "security_contact": "",
        "footer_links-TOTAL_FORMS": 0, "footer_links-INITIAL_FORMS": 0,
        "alerts-TOTAL_FORMS": 0, "alerts-INITIAL_FORMS": 0,
        "contacts-TOTAL_FORMS": 1, "contacts-INITIAL_FORMS": 0,
    }  # fmt: skip
    return form | {f"contacts-0-{name}": value for name, value in {"ORDER": 1, "for_whom": "child", **contact}.items()}
