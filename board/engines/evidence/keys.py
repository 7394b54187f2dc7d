"""Ed25519 keys (RFC 8032), as PEM (RFC 7468, RFC 8410)."""

import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .errors import KeyFormatError

PEM = serialization.Encoding.PEM
SUBJECT_PUBLIC_KEY_INFO = serialization.PublicFormat.SubjectPublicKeyInfo


def make_private_key() -> bytes:
    """Return a new private key as unencrypted PEM."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def load_private_key(pem: bytes) -> Ed25519PrivateKey:
    """Return the private key of a PEM; raises ``KeyFormatError`` for anything else."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFormatError("This is no private key in PEM, or it has a password.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFormatError("This private key is not of the kind Ed25519.")
    return key


def load_public_key(pem: bytes) -> Ed25519PublicKey:
    """Return the public key of a PEM; raises ``KeyFormatError`` for anything else."""
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFormatError("This is no public key in PEM.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFormatError("This public key is not of the kind Ed25519.")
    return key


def public_pem(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """Return a key's public key as PEM."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return public.public_bytes(PEM, SUBJECT_PUBLIC_KEY_INFO).decode()


def fingerprint(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """Return the SHA-256 of a key's public key in DER, 64 hexadecimal digits, to compare keys by."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return hashlib.sha256(public.public_bytes(serialization.Encoding.DER, SUBJECT_PUBLIC_KEY_INFO)).hexdigest()
