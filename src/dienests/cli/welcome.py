"""What `up` says when it is ready: the address, and how to come in."""

from dienests.kernel.parties.models import Institution


def words(host: str, port: int) -> str:
    """Return the address and the way to sign in; a demonstration has a shorter way."""
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/"
    if Institution.objects.filter(is_demonstration=True).exists():
        way = f"Sign in: {address}sign-in/ and choose an office of the demonstration; no password is needed there."
    else:
        way = f"Sign in: {address}sign-in/ with your login and password."
    return f"Dienests: {address}\n{way}\nStop with Ctrl-C."
