"""A real mail server in a process of its own: `python post_office.py FOLDER [REFUSED ...]` prints its port.

Each mail that it takes becomes a file; the recipients that are named are refused for ever. One named `421:WORD` makes
it hang up on every mail in which the word stands; `550:WORD` refuses such a mail, and the line holds.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Taking:
    """Takes mail into a folder."""

    def __init__(self, place: Path, refused: list[str]) -> None:
        self.place, self.refused, self.count = place, refused, 0
        self.poison = [tuple(each.encode().split(b":", 1)) for each in refused if each[:4] in ("421:", "550:")]

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refused:
            return "550 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        for code, word in self.poison:
            if word in envelope.content:
                if code == b"421":
                    server.transport.abort()
                return f"{code.decode()} not this one"
        self.count += 1
        (self.place / f"{self.count:03d}.eml").write_bytes(envelope.content)
        return "250 taken"


async def serve(taking: Taking) -> None:
    """Listen on a free port and say which."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(taking), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Taking(Path(sys.argv[1]), sys.argv[2:])))
