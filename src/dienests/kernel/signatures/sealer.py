"""Who seals: a key with its certificate, its chain, its time stamps, and the evidence that makes a seal last."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import cms, crl, x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from dienests.kernel.keys import material
from dienests.kernel.signatures import authority as development
from dienests.kernel.signatures import bought
from dienests.kernel.signatures.asking import fetched
from dienests.kernel.signatures.evidence import Evidence
from dienests.kernel.signatures.refusals import SealRefused
from dienests.kernel.signatures.sealing_party import SealingParty
from dienests.kernel.signatures.signed_data import PrivateKey
from dienests.kernel.signatures.stamping import DevelopmentStamper
from dienests.kernel.signatures.tsa import HttpStamper

Stamper = DevelopmentStamper | HttpStamper


@dataclass(frozen=True)
class Sealer:
    """All that a seal is made with; `room` remembers how many bytes a seal of each level takes."""

    key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    stamper: Stamper
    is_development: bool
    at: datetime | None = None
    room: dict[str, int] = field(default_factory=dict)

    @property
    def organisation(self) -> str:
        """The organisation that the certificate names, else the whole name."""
        subject = self.certificate.subject
        return str(subject.native.get("organization_name") or subject.human_friendly)

    def described(self) -> SealingParty:
        """Return what an operator wants to know of it."""
        subject = self.certificate.subject
        return SealingParty(
            str(subject.native.get("common_name") or subject.human_friendly),
            self.organisation,
            self.certificate.not_valid_after,
            self.is_development,
            isinstance(self.stamper, DevelopmentStamper),
        )

    def at_moment(self, at: datetime) -> "Sealer":
        """Return the sealer whose clock stands at `at`; raises SealRefused when its certificate does not hold then."""
        if not self.certificate.not_valid_before <= at <= self.certificate.not_valid_after:
            raise SealRefused(
                f"The seal's certificate holds from {self.certificate.not_valid_before:%d.%m.%Y} "
                f"to {self.certificate.not_valid_after:%d.%m.%Y}; put a valid one into the key store."
            )
        return replace(self, at=at)

    def stamp(self, digest: bytes) -> cms.ContentInfo:
        """Return a time stamp over a SHA-256 digest; raises SealRefused."""
        return self.stamper.stamp(digest, at=self.at or self.certificate.not_valid_before)

    def evidence(self, at: datetime) -> Evidence:
        """Return what makes a seal of `at` last; raises SealRefused when it cannot be had."""
        if self.is_development and isinstance(self.stamper, DevelopmentStamper):
            return _own_evidence(at)
        seal = _own_evidence(at) if self.is_development else fetched(self.certificate, self.chain)
        if isinstance(self.stamper, DevelopmentStamper):
            return seal + _own_evidence(at)
        return seal + sum(
            (fetched(each, (*self.stamper.known(), *self.chain)) for each in self.stamper.signers()), Evidence()
        )


def sealer(at: datetime) -> Sealer:
    """Return who seals at `at`: the certificate in the key store, else the development authority."""
    held = material.state(*bought.FILES, "trust")
    found = _bought(held, settings.TSA_URL) if any(name.split("/")[0] in bought.FILES for name, *_ in held) else None
    if found is None:
        made = development.authority(at=at)
        if made.seal.serial_number in {s for s, moment in development.revoked().items() if moment <= at}:
            raise SealRefused(
                "The development seal was revoked; remove the folder seals of DATA_DIR to make a new one."
            )
        found = _development(made.seal.serial_number, settings.TSA_URL, at.date())
    return found.at_moment(at)


@lru_cache(maxsize=2)
def _bought(_seen: tuple[Any, ...], tsa: str) -> Sealer:
    key, certificate, chain = bought.held()
    return Sealer(key, certificate, chain, _stamper(tsa), is_development=False)


@lru_cache(maxsize=2)
def _development(_serial: int, tsa: str, _day: object) -> Sealer:
    made = development.known()
    if made is None:
        raise SealRefused("The development authority is missing; start again to make it.")
    chain = (_read(made.issuer),)
    certificate = _read(made.seal)
    return Sealer(made.seal_key, certificate, chain, _stamper(tsa), is_development=True)


def _stamper(tsa: str) -> Stamper:
    if tsa:
        return HttpStamper(tsa)
    made = development.known()
    if made is None:
        raise SealRefused("There are no time stamps: set TSA_URL, or let the development authority be made.")
    return DevelopmentStamper(made.stamp.public_bytes(Encoding.DER), made.stamp_key)


def _own_evidence(at: datetime) -> Evidence:
    made = development.known()
    if made is None:
        raise SealRefused("The development authority is missing; start again to make it.")
    lists = tuple(each.public_bytes(Encoding.DER) for each in made.lists(at))
    return _parsed(lists, made.issuer, made.stamp, made.root)


@lru_cache(maxsize=16)
def _parsed(lists: tuple[bytes, ...], *certificates: Any) -> Evidence:
    return Evidence(
        tuple(_read(each) for each in certificates), tuple(crl.CertificateList.load(each) for each in lists)
    )


def _read(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))
