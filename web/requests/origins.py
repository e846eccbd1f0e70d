"""Under which names the desk is known: that of `DESKBELL_BASE_URL`, and no other."""

from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def own_hosts(base_url: str) -> frozenset[str]:
    """The values of `Host` that mean this desk, in lower case, as a browser writes them.

    On a loopback address all names of it count, with the same port: people type either.
    """
    scheme, netloc = _scheme_and_place(base_url)
    name, _colon, port = netloc.rpartition(":") if _has_port(netloc) else (netloc, "", "")
    if name not in LOOPBACK:
        return frozenset({netloc, _with_default_port(scheme, netloc)})
    every = {f"{alias}:{port}" if port else alias for alias in LOOPBACK}
    return frozenset(every | {_with_default_port(scheme, host) for host in every})


def own_origins(base_url: str) -> frozenset[str]:
    """The values of `Origin` (RFC 6454 §7) that mean this desk."""
    scheme, _netloc = _scheme_and_place(base_url)
    return frozenset(f"{scheme}://{host}" for host in own_hosts(base_url))


def websocket_origin(base_url: str) -> str:
    """Where the desk's websockets are, for browsers whose `'self'` does not cover them."""
    scheme, netloc = _scheme_and_place(base_url)
    return f"{'wss' if scheme == 'https' else 'ws'}://{netloc}"


def _scheme_and_place(base_url: str) -> tuple[str, str]:
    split = urlsplit(base_url)
    netloc = split.netloc.lower().rpartition("@")[2]
    return split.scheme, netloc.removesuffix(DEFAULT_PORTS.get(split.scheme, ""))


def _has_port(netloc: str) -> bool:
    return ":" in netloc.rpartition("]")[2]


def _with_default_port(scheme: str, netloc: str) -> str:
    return netloc if _has_port(netloc) else netloc + DEFAULT_PORTS.get(scheme, "")
