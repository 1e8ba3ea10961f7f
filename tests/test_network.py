"""Nothing leaves the machine during the tests, and the pages ask for nothing from elsewhere."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443, 0, 0)])
def test_ST14_a_connection_beyond_this_machine_is_refused(address: tuple[str | int, ...]) -> None:
    family = socket.AF_INET6 if ":" in str(address[0]) else socket.AF_INET
    with socket.socket(family) as line, pytest.raises(ConnectionRefusedError, match="this machine only"):
        line.connect(address)


def test_ST14_a_look_up_of_a_name_is_refused() -> None:
    with pytest.raises(ConnectionRefusedError, match="reach example"):
        socket.getaddrinfo("example.org", 80)


def test_ST14_this_machine_can_be_reached() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname()) as line:
            assert line.getpeername() == server.getsockname()
