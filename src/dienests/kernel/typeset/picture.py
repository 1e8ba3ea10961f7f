"""The picture (QR code) of an address, as SVG."""

import io

import segno


def picture_of(address: str) -> str:
    """Return a QR code of an address as SVG; a quarter of it may be dirty or torn (level Q)."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()
