"""Which machines may be asked: those on the public internet, whatever a name or a redirect leads to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

Resolver: TypeAlias = Callable[[str, int], list[str]]
"""The IP addresses of a host's name. Raises OSError if it has none."""
Endpoint: TypeAlias = tuple[str, int]
"""An IP address and a port."""

_UNICAST = IPv6Network("2000::/3")
"""All that has been given out of IPv6 (RFC 4291, section 2.4). IPv4-mapped addresses (`::ffff:127.0.0.1`) and those of
NAT64 (RFC 6052), behind which any address of IPv4 may stand, lie outside."""
_6TO4 = IPv6Network("2002::/16")
"""Addresses of IPv4 in others of IPv6, too (RFC 3056)."""
_WELL_KNOWN = {80, 443}
_UNPRIVILEGED = 1024


def resolve(host: str, port: int) -> list[str]:
    """What the system knows of a name; it also reads `2130706433` and `0x7f.1` as addresses."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet (IANA's special-purpose registries)."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    is_usual = ip.version == 4 or (ip in _UNICAST and ip not in _6TO4)
    return is_usual and ip.is_global and not (ip.is_multicast or ip.is_reserved)


def may_be_asked(endpoint: Endpoint, also: Collection[Endpoint] = ()) -> bool:
    """Whether a machine may be asked: a public one, at a port of the web or one that needs no privileges.

    `also` names others, for tests.
    """
    address, port = endpoint
    return endpoint in also or (is_public(address) and (port in _WELL_KNOWN or port >= _UNPRIVILEGED))
