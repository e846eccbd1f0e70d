"""A DNS of a test's own: as a dictionary, or as a server on the loopback that answers from one."""

import socket
import threading

import dns.message
import dns.rcode
import dns.rrset

from mail.authenticity.dns import Silent

HOLDS = dict[tuple[str, str], list]


def asking(zone: HOLDS, asked: list | None = None):
    """What a letter asks: `Silent` as an answer is a server that does not."""

    def ask(name: str, kind: str) -> list:
        if asked is not None:
            asked.append((name, kind))
        found = zone.get((name.rstrip("."), kind), [])
        if found is Silent:
            raise Silent
        return found

    return ask


class DnsServer:
    """Answers TXT and A questions from `zone` (name and type to texts); `mute`: it hears them and says nothing."""

    def __init__(self, zone: HOLDS, *, mute: bool = False) -> None:
        self.zone, self.mute, self.asked = zone, mute, []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.where = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._socket.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            packet, peer = self._socket.recvfrom(4096)
            if not packet:
                return
            question = dns.message.from_wire(packet)
            [asked] = question.question
            name, kind = asked.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(asked.rdtype)
            self.asked.append((name, kind))
            if not self.mute:
                self._socket.sendto(self._answer(question, asked, name, kind), peer)

    def _answer(self, question, asked, name: str, kind: str) -> bytes:
        answer = dns.message.make_response(question)
        records = self.zone.get((name, kind))
        if records is None and not any(one == name for one, _kind in self.zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        for text in records or ():
            quoted = " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200)) if kind == "TXT" else text
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, quoted))
        return answer.to_wire()
