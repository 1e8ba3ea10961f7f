"""What a browser says of itself, in plain words: enough to know one's own devices again, too little to follow one."""

import re

# The first that fits: the browsers that name others for compatibility stand before those they name.
_BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"HeadlessChrome/|Chrom(e|ium)/|CriOS/", "Chrome"),
    (r"Version/.* Safari/", "Safari"),
)
_SYSTEMS = (
    (r"iPhone|iPad|iPod", "iOS"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)


def described(user_agent: str) -> str:
    """Return "Firefox, Linux" or the part of it that can be made out; no version, no model, no build."""
    return ", ".join(filter(None, (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))))


def _first(patterns: tuple[tuple[str, str], ...], text: str) -> str:
    # Only the beginning is looked at: a header may be as long as its sender likes.
    return next((name for pattern, name in patterns if re.search(pattern, text[:500])), "")
