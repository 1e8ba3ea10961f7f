"""The field that holds a seal: without a look of its own, but named and tagged, so that PDF/A and PDF/UA stay true."""

from collections.abc import Mapping
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from dienests.kernel.signatures.refusals import SealRefused


class Writer(IncrementalPdfFileWriter):  # type: ignore[misc]
    """Adds to a document and leaves its title, its dates and its metadata alone: they must agree with each other."""

    def _update_meta(self) -> None:
        pass


def add(writer: Writer, *, tooltip: str) -> str:
    """Add an empty seal field to the first page, tagged where the document is; return its name."""
    taken = {name for name, _value, _field in enumerate_sig_fields(writer)}
    name = next(each for number in range(1, 1000) if (each := f"Seal{number}") not in taken)
    append_signature_field(writer, SigFieldSpec(name, on_page=0, readable_field_name=tooltip))
    if not taken:
        _order(writer)
    if "/StructTreeRoot" in writer.root and not taken:
        # Behind a signature of others tags may not be changed any more.
        field = next(ref for found, _value, ref in enumerate_sig_fields(writer, with_name=name) if found == name)
        _tag(writer, field)
    return name


def _order(writer: Writer) -> None:
    """Give the page the order of tabbing that PDF/UA asks of a page with annotations."""
    page_ref, _resources = writer.find_page_for_modification(0)
    page = page_ref.get_object()
    if page.get("/Tabs") != "/S":
        page["/Tabs"] = NameObject("/S")
        writer.mark_update(page_ref.reference)


def _tag(writer: Writer, field: IndirectObject) -> None:
    """Nest the widget in a tag `Form` of the document and enter it into the tree of parents."""
    tree = writer.root["/StructTreeRoot"]
    top, kids = _top(tree)
    page, _resources = writer.find_page_for_modification(0)
    element = DictionaryObject(
        {
            "/Type": NameObject("/StructElem"),
            "/S": NameObject("/Form"),
            "/P": IndirectObject(top.container_ref.idnum, top.container_ref.generation, writer),
            "/Pg": page,
            "/K": DictionaryObject({"/Type": NameObject("/OBJR"), "/Obj": field, "/Pg": page}),
        }
    )
    reference = writer.add_object(element)
    kids.append(reference)
    writer.update_container(kids)
    parents = tree["/ParentTree"]
    if "/Nums" not in parents:
        raise SealRefused("The tags of this document are kept in a tree of several levels; write it anew without.")
    taken = [int(key) for key in list(parents["/Nums"])[::2]]
    number = max([int(tree.get("/ParentTreeNextKey", 0)), *(key + 1 for key in taken)])
    parents["/Nums"].extend([NumberObject(number), reference])
    writer.update_container(parents["/Nums"])
    tree["/ParentTreeNextKey"] = NumberObject(number + 1)
    writer.update_container(tree)
    widget = field.get_object()
    widget["/StructParent"] = NumberObject(number)
    writer.update_container(widget)


def _top(tree: Mapping[str, Any]) -> tuple[DictionaryObject, ArrayObject]:
    """Return the element of the whole document and its children."""
    kids = tree["/K"]
    top = kids if isinstance(kids, DictionaryObject) else kids[0]
    inner = top.get("/K")
    if not isinstance(inner, ArrayObject):
        raise SealRefused("The tags of this document have no element for the whole; write it anew with one.")
    return top, inner
