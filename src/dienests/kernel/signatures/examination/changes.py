"""What was added to a document after it was signed, and whether a reader sees something else because of it.

PDF allows additions behind a signature. Proofs and further signatures are harmless; a filled-in form is seen;
everything else is how signed documents are forged: content shown, hidden or exchanged later ("shadow attacks").
"""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from dienests.kernel.signatures.examination.byte_range import Span
from dienests.kernel.signatures.examination.facts import Signature
from dienests.kernel.signatures.examination.unreadable import UNREADABLE

MOST_PAGES, MOST_PARTS = 200, 20_000
# What a page shows, and how a person would call it.
_PAGE = {"/Contents": "page", "/Resources": "page", "/MediaBox": "page", "/CropBox": "page", "/Rotate": "page",
         "/Annots": "annotations", "/UserUnit": "page"}  # fmt: skip
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_ROOT = {"/AcroForm": "form", "/OpenAction": "actions", "/AA": "actions", "/Names": "names",
         "/OCProperties": "layers", "/StructTreeRoot": "tags", "/Outlines": "outline"}  # fmt: skip


def judge(told: Signature, signature: EmbeddedPdfSignature, span: Span, content: memoryview) -> None:
    """Fill in coverage, changes, and whether the signer allowed them."""
    reader = signature.reader
    told.coverage, told.changes, told.changed = "unclear", "unclear", []
    rule = signature.docmdp_level
    told.allowed = {None: "unstated", 1: "nothing", 2: "forms", 3: "annotations"}[rule.value if rule else None]
    if reader.xrefs.hybrid_xrefs_present:
        told.changed = ["hybrid"]
        return
    if span.end == len(content):
        told.coverage, told.changes = "whole_file", "none"
        return
    signature.coverage = signature.evaluate_signature_coverage()
    if signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return
    told.coverage = "revision"
    later = reader.xrefs.total_revisions - 1 - signature.signed_revision
    if not later:
        loose = bytes(content[span.end :]).strip(b"\r\n\t \0")
        told.changes, told.changed = ("unclear", ["loose"]) if loose else ("none", [])
        return
    told.changes, told.changed = _classified(signature, reader)


def _classified(signature: EmbeddedPdfSignature, reader: PdfFileReader) -> tuple[Any, list[str]]:
    result = signature.evaluate_modifications(DEFAULT_DIFF_POLICY)
    if not isinstance(result, DiffResult) or result.modification_level > ModificationLevel.FORM_FILLING:
        seen = sorted(set(_seen(reader, signature.signed_revision)))
        return "content", seen or ["hidden"]
    if result.modification_level == ModificationLevel.FORM_FILLING:
        seals = {name for name, _value, _field in enumerate_sig_fields(reader)}
        filled = sorted(set(result.changed_form_fields) - seals)
        return ("form", filled) if filled else ("signatures", [])
    return ("none" if result.modification_level == ModificationLevel.NONE else "proof"), []


def _seen(reader: PdfFileReader, revision: int) -> Iterator[str]:
    """Yield what differs between the signed revision and the file as it is shown now."""
    before, now = reader.get_historical_resolver(revision), reader.get_historical_resolver(reader.total_revisions - 1)
    old, new = before.root, now.root
    try:
        for key, name in _ROOT.items():
            if _print(_raw(old, key), before) != _print(_raw(new, key), now):
                yield name
        yield from _pages(list(pages(old)), list(pages(new)), before, now)
    except (RecursionError, *UNREADABLE):
        yield "hidden"


def _pages(old: list[Any], new: list[Any], before: HistoricalResolver, now: HistoricalResolver) -> Iterator[str]:
    if len(old) != len(new):
        yield "pages"
    for number, (one, other) in enumerate(zip(old, new, strict=False), start=1):
        for key, name in _PAGE.items():
            if _print(_raw(one, key), before) != _print(_raw(other, key), now):
                yield f"{name}:{number}"


def _raw(holder: Any, key: str) -> Any:
    return holder.raw_get(key) if key in holder else None


def pages(root: Any) -> Iterator[Any]:
    """Yield the pages of a document in their order, with what they inherit; stops at a loop and at MOST_PAGES."""
    waiting: list[tuple[Any, dict[str, Any]]] = [(root["/Pages"], {})] if "/Pages" in root else []
    seen: set[int] = set()
    given = 0
    while waiting and given < MOST_PAGES and len(seen) < MOST_PARTS:
        node, above = waiting.pop()
        if not isinstance(node, generic.DictionaryObject) or id(node) in seen:
            continue
        seen.add(id(node))
        heir = above | {key: node.raw_get(key) for key in _INHERITED if key in node}
        kids = node["/Kids"] if "/Kids" in node else None  # noqa: SIM401 - `get` would not follow the reference
        if isinstance(kids, generic.ArrayObject):
            waiting += [(kids[index], heir) for index in reversed(range(min(len(kids), MOST_PAGES)))]
        else:
            given += 1
            whole = heir | {key: node.raw_get(key) for key in node}
            yield generic.DictionaryObject({generic.NameObject(key): value for key, value in whole.items()})


def _print(value: Any, resolver: HistoricalResolver) -> tuple[Any, ...]:
    """Return a fingerprint of everything that a value leads to, each object once, up to MOST_PARTS of them."""
    found: list[Any] = []
    waiting, seen = [value], set[tuple[int, int]]()
    while waiting and len(found) < MOST_PARTS:
        each = waiting.pop()
        if isinstance(each, generic.IndirectObject):
            reference = each.reference
            if (reference.idnum, reference.generation) in seen:
                continue
            seen.add((reference.idnum, reference.generation))
            each = resolver(generic.Reference(reference.idnum, reference.generation, resolver))
        if isinstance(each, generic.StreamObject):
            found.append(each.encoded_data)
        if isinstance(each, generic.DictionaryObject) and each.get("/Type") == "/Page":
            # Tags and outlines point at pages, which are looked at by themselves.
            found.append("page")
        elif isinstance(each, generic.DictionaryObject):
            kept = sorted(key for key in each if key not in ("/Parent", "/P"))
            found.append(tuple(kept))
            waiting += [each.raw_get(key) for key in kept]
        elif isinstance(each, generic.ArrayObject):
            found.append(len(each))
            waiting += [each.raw_get(index) for index in range(len(each))]
        elif not isinstance(each, generic.StreamObject):
            found.append(repr(each))
    return tuple(found)
