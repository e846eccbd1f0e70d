"""Certificates for 127.0.0.1 from an authority that lives as long as the test run."""

import ssl
from pathlib import Path

import trustme


class Certificates:
    """An authority (`authority_path`, for clients to trust) and one server certificate."""

    def __init__(self, directory: Path, *names: str) -> None:
        """`names` besides those of this machine are in the certificate too."""
        directory.mkdir(parents=True, exist_ok=True)
        authority = trustme.CA()
        issued = authority.issue_cert("127.0.0.1", "localhost", *names)
        self.authority_path = directory / "authority.pem"
        self.chain_path = directory / "server.pem"
        self.key_path = directory / "server.key"
        authority.cert_pem.write_to_path(self.authority_path)
        self.chain_path.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        issued.private_key_pem.write_to_path(self.key_path)

    def server_context(self) -> ssl.SSLContext:
        """For a server in this process."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain_path, self.key_path)
        return context

    def client_context(self) -> ssl.SSLContext:
        """For a client that trusts the authority."""
        return ssl.create_default_context(cafile=str(self.authority_path))
