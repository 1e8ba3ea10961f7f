"""One signature in a document: read strictly, then judged at the moment at which it is known to have existed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SignedDataCerts
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from dienests.kernel.signatures.examination import changes, levels, signed
from dienests.kernel.signatures.examination.byte_range import Span, der_length, span
from dienests.kernel.signatures.examination.facts import Signature, State
from dienests.kernel.signatures.examination.shell import exact
from dienests.kernel.signatures.examination.trust import GOOD, Known, judged
from dienests.kernel.signatures.examination.unreadable import UNREADABLE

# With one of these a signature does not hold; other reasons leave it uncertain.
GRAVE = {
    "coverage", "changes_content", "changes_unclear", "changes_forbidden", "stamp_broken", "stamp_weak",
    "certificate_revoked", "certificate_revoked_unproven", "certificate_broken", "certificate_wrong_use",
    "certificate_weak", "certificate_expired_before", "certificate_not_yet",
}  # fmt: skip
FORMATS = ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached", "/ETSI.RFC3161")


@dataclass
class One:
    """A signature as it was read; without `parts` it could not be."""

    told: Signature
    embedded: EmbeddedPdfSignature | None = None
    parts: tuple[Any, Any, SignedDataCerts] | None = None
    span: Span | None = None
    content: memoryview | None = None

    @property
    def end(self) -> int:
        """How far into the file it reaches."""
        return self.span.end if self.span else 0

    async def judge(self, known: Known, *, at: datetime, archived: bool) -> Signature:
        """Fill in what depends on time: at `at` it is known to have existed, `archived` by a document time stamp."""
        if self.parts is None or self.span is None or self.embedded is None or self.content is None:
            self.told.state, self.told.reasons = "not_valid", [self.told.integrity]
            return self.told
        try:
            if self.told.kind == "document_stamp":
                await self._judge_stamp(known, at)
            else:
                await self._judge_signature(known, at, archived=archived)
        except UNREADABLE:
            # Parts are read only when they are needed: here the damage of one comes to light.
            self.told.integrity = "malformed"
        self.told.reasons = list(_reasons(self.told))
        self.told.state = _state(self.told)
        return self.told

    async def _judge_signature(self, known: Known, at: datetime, *, archived: bool) -> None:
        assert self.parts is not None
        _data, signer, certificates = self.parts
        beside = known.beside(certificates.other_certs)
        if self.told.integrity == "intact" and signed.damaged(certificates, known):
            self.told.integrity = "malformed"
        token = signed.token_of(signer)
        moment = at
        if token is not None:
            self.told.stamp = await signed.stamp(token, signer["signature"].native, beside, at=at)
            if self.told.stamp.state == "good":
                moment = datetime.fromisoformat(self.told.stamp.at)
                self.told.proven_at = self.told.stamp.at
        if archived and not self.told.proven_at:
            self.told.proven_at = at.isoformat()
        self.told.holder = await judged(certificates.signer_cert, beside, at=moment, usage="seal")
        if self.told.holder.state in GOOD and signed.stray(certificates, beside):
            self.told.spelling = "loose"
        self.told.kind = "seal" if _is_seal(self.told) else "signature"
        self.told.level = levels.of(self, known, archived=archived)

    async def _judge_stamp(self, known: Known, at: datetime) -> None:
        assert self.embedded is not None
        assert self.parts is not None
        assert self.content is not None
        assert self.span is not None
        covered = bytes(self.content[: self.span.gap]) + bytes(self.content[self.span.resumes : self.span.end])
        token = signed.token_in(self.embedded.pkcs7_content)
        self.told.stamp = await signed.stamp(token, covered, known.beside(self.parts[2].other_certs), at=at)
        broken = self.told.stamp.state == "broken"
        self.told.integrity, self.told.level = "changed" if broken else "intact", "document_stamp"
        self.told.holder = self.told.stamp.authority
        if self.told.stamp.state == "good":
            self.told.proven_at = self.told.stamp.at


def read(reader: PdfFileReader, name: str, field: Any, content: memoryview) -> One:
    """Return a signature with everything that does not depend on time."""
    told = Signature(name)
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        _describe(told, embedded)
        where = span(embedded.byte_range, content, embedded.pkcs7_content)
        parts = signed.parsed(embedded.pkcs7_content)
        if where is None or parts is None or embedded.sig_object.get("/SubFilter") not in FORMATS:
            told.integrity = "wrapped" if where is None else "malformed"
            return One(told)
        told.spelling = "exact" if exact(embedded.pkcs7_content[: der_length(embedded.pkcs7_content)]) else "loose"
        if told.kind != "document_stamp":
            told.integrity = _integrity(parts, content, where)
        changes.judge(told, embedded, where, content)
        return One(told, embedded, parts, where, content)
    except (RecursionError, *UNREADABLE):
        return One(told)


def _integrity(parts: tuple[Any, Any, SignedDataCerts], content: memoryview, where: Span) -> str:
    data, signer, certificates = parts
    if data["encap_content_info"]["content_type"].native != "data":
        return "malformed"
    name = signed.algorithm(signer)
    if name not in signed.STRONG:
        return "weak"
    digest = signed.digest(name, content[: where.gap], content[where.resumes : where.end])
    return signed.integrity(signer, certificates.signer_cert, "data", digest)


def _describe(told: Signature, embedded: EmbeddedPdfSignature) -> None:
    words = embedded.sig_object
    told.reason, told.place = (str(words[key])[:200] if key in words else "" for key in ("/Reason", "/Location"))
    if embedded.sig_object_type == "/DocTimeStamp":
        told.kind = "document_stamp"
        return
    try:
        claimed = embedded.self_reported_timestamp
        told.claimed_at = claimed.astimezone(UTC).isoformat() if claimed is not None else ""
    except UNREADABLE:
        told.claimed_at = ""


def _is_seal(told: Signature) -> bool:
    """Tell a seal of an institution from the signature of a person: by its claim, else by whom the name names."""
    holder = told.holder
    if holder is None or "signature" in holder.claims:
        return False
    return "seal" in holder.claims or holder.says_development or holder.name == holder.organisation


def _reasons(told: Signature) -> "list[str]":
    found = []
    if told.integrity != "intact":
        found.append(told.integrity)
    elif told.spelling != "exact":
        found.append("spelling")
    if told.coverage == "unclear":
        found.append("coverage")
    if told.changes in ("content", "unclear", "form"):
        found.append(f"changes_{told.changes}")
    elif told.changes == "signatures" and told.allowed == "nothing":
        found.append("changes_forbidden")
    if told.stamp.state not in ("none", "good"):
        found.append(f"stamp_{told.stamp.state}")
    if told.holder is not None and told.holder.state not in GOOD:
        proven = {("expired", True): "expired_before", ("revoked", False): "revoked_unproven"}
        found.append(f"certificate_{proven.get((told.holder.state, bool(told.proven_at)), told.holder.state)}")
    return found


def _state(told: Signature) -> State:
    if told.integrity != "intact" or GRAVE & set(told.reasons):
        return "not_valid"
    if "changes_form" in told.reasons and told.allowed == "nothing":
        return "not_valid"
    unsure = [each for each in told.reasons if each.startswith("certificate_") or each == "spelling"]
    if told.kind == "document_stamp":
        unsure += [each for each in told.reasons if each.startswith("stamp_")]
    if unsure:
        return "undetermined"
    return "amended" if "changes_form" in told.reasons else "valid"
