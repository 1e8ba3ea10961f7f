"""The level of a signature (ETSI EN 319 142-1): how much of its proof it carries itself."""

from typing import Any

from pyhanko.sign.validation.generic_cms import get_signing_cert_attr

from dienests.kernel.signatures.examination.signed import parsed, token_of
from dienests.kernel.signatures.examination.trust import Known
from dienests.kernel.signatures.examination.unreadable import UNREADABLE


def of(one: Any, known: Known, *, archived: bool) -> str:
    """Return B-B, B-T, B-LT, B-LTA, or `basic` for a signature that is no PAdES."""
    told = one.told
    _data, signer, certificates = one.parts
    pades = one.embedded.sig_object.get("/SubFilter") == "/ETSI.CAdES.detached"
    if not pades or get_signing_cert_attr(signer["signed_attrs"]) is None:
        return "basic"
    if told.stamp.state in ("none", "broken", "weak"):
        return "B-B"
    token = token_of(signer)
    stamped = parsed(token.dump()) if token is not None else None
    needed = [certificates.signer_cert, *([stamped[2].signer_cert] if stamped else [])]
    if not all(_proven(each, known) for each in needed):
        return "B-T"
    return "B-LTA" if archived else "B-LT"


def _proven(certificate: Any, known: Known) -> bool:
    """Tell whether the document itself carries a list or an answer of the issuer of this certificate."""
    listed = any(each.issuer == certificate.issuer for each in known.lists)
    return listed or any(_about(answer, certificate.serial_number) for answer in known.answers)


def _about(answer: Any, serial: int) -> bool:
    try:
        told = answer.basic_ocsp_response["tbs_response_data"]["responses"]
        return any(each["cert_id"]["serial_number"].native == serial for each in told)
    except UNREADABLE:
        return False
