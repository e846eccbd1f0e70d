"""A protocol of ours gets its connection."""

import asyncio
import ssl

from mail.dialling.reach import MailReach, dial


async def connect(
    protocol: asyncio.Protocol, host: str, port: int, context: ssl.SSLContext | None, reach: MailReach | None
) -> None:
    """Dial, with TLS at once where a context is given. `reach` None: wherever the name leads. Raises OSError."""
    loop = asyncio.get_running_loop()
    if reach is None:
        await loop.create_connection(lambda: protocol, host, port, ssl=context)
        return
    made = await dial(host, port, reach)
    try:
        name = host if context else None
        await loop.create_connection(lambda: protocol, sock=made, ssl=context, server_hostname=name)
    except BaseException:
        made.close()
        raise
