import ssl

import pytest
import trustme


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def cafile(authority, tmp_path_factory):
    """The authority's certificate as a PEM file."""
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture(scope="session")
def server_tls():
    """Return a server's TLS context with a certificate from this authority for this name."""

    def context(authority, name="127.0.0.1", **options):
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name, **options).configure_cert(made)
        return made

    return context
