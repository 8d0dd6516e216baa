"""A certificate authority of a test's own, and servers that it speaks for."""

import datetime
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone


@dataclass(frozen=True)
class Authority:
    """Who signs, and the file that tells a client to believe it."""

    name: x509.Name
    key: Any
    file: Path


def authority(folder: Path) -> Authority:
    name, key = _name("Autoridad de prueba"), ec.generate_private_key(ec.SECP256R1())
    constraint = x509.BasicConstraints(ca=True, path_length=0)
    certificate = _certificate(name, key.public_key(), name, key, constraint)
    file = folder / "authority.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(name, key, file)


def serving(signer: Authority, folder: Path, *hosts: str):
    """Return what makes an accepted connection a TLS one, as any of `hosts`."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
    certificate = _certificate(_name(hosts[0]), key.public_key(), signer.name, signer.key, names)
    file = folder / "server.pem"
    unlocked = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, unlocked) + certificate.public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return lambda connection: context.wrap_socket(connection, server_side=True)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _certificate(subject, public_key, issuer, signing_key, extension) -> x509.Certificate:
    now = timezone.now()
    builder = x509.CertificateBuilder(issuer, subject, public_key, x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(hours=1))
    builder = builder.not_valid_after(now + datetime.timedelta(days=1))
    return builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints)).sign(
        signing_key, hashes.SHA256()
    )
