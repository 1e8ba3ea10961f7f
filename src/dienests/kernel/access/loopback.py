"""Whether a request comes from this machine for certain."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
_HOSTS = ("localhost", "127.0.0.1", "[::1]")
# Whoever forwards is not on this machine's loopback for certain, whatever the header says.
_FORWARDING = (
    "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_CLIENT_IP", "HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP", "HTTP_FASTLY_CLIENT_IP", "HTTP_X_ORIGINAL_HOST",
)  # fmt: skip


def is_local(meta: Mapping[str, Any]) -> bool:
    """Tell whether the request with these headers was sent on this machine, to this machine, by nobody in between."""
    if any(name.startswith("HTTP_X_FORWARDED") or name in _FORWARDING for name in meta):
        return False
    try:
        address = ip_address(meta.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    # The name as it was asked for: a foreign name that resolves to loopback is the page of a stranger. A browser
    # names its own page in Origin, which betrays a silent proxy that rewrites the host.
    origin = meta.get("HTTP_ORIGIN")
    return (
        any(address in network for network in _LOOPBACK)
        and _bare(meta.get("HTTP_HOST", "")) in _HOSTS
        and (origin is None or _bare(origin.partition("://")[2]) in _HOSTS)
    )


def _bare(host: str) -> str:
    """Return the name without its port, in small letters; a malformed port stays and fits nothing."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
