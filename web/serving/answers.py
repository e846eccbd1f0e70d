"""Responses for connections that no handler will answer."""

import http


def short_answer(status: int, words: str) -> bytes:
    """A whole response in plain text, after which the connection ends."""
    body = f"{words}\n".encode()
    head = (
        f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
