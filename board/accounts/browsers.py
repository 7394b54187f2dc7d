"""What a browser says of itself, in words that a person recognises."""

# In the order in which they are looked for: most browsers also name those that they are descended from.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def describe_browser(user_agent: str) -> str:
    """Return the browser and the system of a ``User-Agent`` header (RFC 9110, 10.1.5), such as “Firefox on Windows”."""
    browser = next((name for token, name in BROWSERS.items() if token in user_agent), "An unknown browser")
    system = next((name for token, name in SYSTEMS.items() if token in user_agent), "an unknown system")
    return f"{browser} on {system}"
