"""Why no connection came about, in words that say what to look at: for every protocol the same."""

import errno
import socket

from app.nouns.reasons import reason
from mail.dialling.reach import OutOfReach

_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})


def why_not_reached(host: str, port: int, fault: BaseException) -> str:
    """The reason; empty where it is another kind of fault."""
    if isinstance(fault, OutOfReach):
        return reason("mail_out_of_reach", host=host, port=port, address=fault.address)
    if isinstance(fault, socket.gaierror):
        if fault.errno == socket.EAI_AGAIN:
            return reason("mail_no_dns", host=host)
        return reason("mail_no_such_host", host=host)
    if isinstance(fault, ConnectionRefusedError):
        return reason("mail_refused", host=host, port=port)
    if isinstance(fault, OSError) and fault.errno in _NO_WAY:
        return reason("mail_no_way", host=host, port=port)
    return ""
