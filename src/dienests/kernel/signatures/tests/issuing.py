"""An authority outside of this house, with revocation lists and time stamps over HTTP, for tests of bought seals."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from dienests.kernel.signatures.certificates import revocation_list
from dienests.kernel.signatures.stamping import DevelopmentStamper

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Outside:
    """A trust service provider with root, seal and time stamp certificates, whose server runs on this machine."""

    def __init__(self, *, starts: datetime, ends: datetime, seal_key: Key | None = None) -> None:
        self.answers, self.revoked, self.broken, self.asked = 0, {}, b"", False
        self.root_key, self.stamp_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.seal_key = seal_key or ec.generate_private_key(ec.SECP256R1())
        self.starts, self.ends, self.url = starts, ends, ""
        self.root = self._issued("Izdomātā sakne", self.root_key, ca=True)

    def certify(self) -> None:
        self.seal = self._issued("Izdomātās iestādes zīmogs", self.seal_key)
        self.stamp = self._issued("Izdomātā laika zīmogi", self.stamp_key, stamps=True)

    def pem(self) -> bytes:
        key = self.seal_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + self.seal.public_bytes(Encoding.PEM) + self.root.public_bytes(Encoding.PEM)

    def crl(self) -> bytes:
        now = datetime.now(UTC).replace(microsecond=0)
        made = revocation_list(issuer=self.root.subject, by=self.root_key, revoked=self.revoked, number=1,
                               starts=now - timedelta(hours=1), ends=now + timedelta(days=1))  # fmt: skip
        return made.public_bytes(Encoding.DER)

    def stamped(self, request: bytes) -> bytes:
        maker = DevelopmentStamper(self.stamp.public_bytes(Encoding.DER), self.stamp_key)
        return maker.answer(tsp.TimeStampReq.load(request), at=datetime.now(UTC)).dump()

    def _issued(self, name: str, key: Key, *, ca: bool = False, stamps: bool = False) -> x509.Certificate:
        issuer = self._name("Izdomātā sakne")
        plain = (
            x509.CertificateBuilder().subject_name(self._name(name)).issuer_name(issuer)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(self.starts).not_valid_after(self.ends)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False), critical=True)
        )  # fmt: skip
        if stamps:
            plain = plain.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        if not ca:
            place = x509.UniformResourceIdentifier(f"{self.url}/list.crl")
            points = x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)])
            plain = plain.add_extension(points, critical=False)
        if self.asked and not ca:
            place = x509.UniformResourceIdentifier(f"{self.url}/asked")
            asked = x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)])
            plain = plain.add_extension(asked, critical=False)
        return plain.sign(self.root_key, hashes.SHA256())

    def _name(self, name: str) -> x509.Name:
        parts = {NameOID.COUNTRY_NAME: "LV", NameOID.ORGANIZATION_NAME: "Izdomātā iestāde", NameOID.COMMON_NAME: name}
        return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts.items()])


@contextmanager
def serving(outside: Outside) -> Iterator[Outside]:
    """Serve its revocation list and its time stamps until the end of the test."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("application/pkix-crl", outside.crl())

        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer("application/timestamp-reply", outside.broken or outside.stamped(request))

        def _answer(self, kind: str, content: bytes) -> None:
            outside.answers += 1
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    outside.url = f"http://127.0.0.1:{server.server_address[1]}"
    outside.certify()
    try:
        yield outside
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
