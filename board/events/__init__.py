"""When the events of public pages are: their list, and files for calendars."""
