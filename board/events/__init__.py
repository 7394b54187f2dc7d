"""The dates of events on public pages, for lists and calendar files."""
