"""Verifying an archive that came from elsewhere, by the very file that a stranger uses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dienests.kernel.archive import packing
from dienests.kernel.archive.shape import misshapen


class ArchiveRefused(Exception):
    """An archive is not taken; each sentence says what is wrong with it."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Verified:
    """An archive in which everything agrees: its data, and the log under which it proves itself.

    `compared` says that the key was given by somebody, and did not merely come along.
    """

    content: bytes
    case: Mapping[str, Any]
    origin: str
    size: int
    acts: int
    key: str
    compared: bool
    notes: tuple[str, ...]


def verified(content: bytes, *, key: str | None = None, name: str = "archive") -> Verified:
    """Return what an archive proves; raises ArchiveRefused with every fault. `key` is text or the name of a file."""
    found = verifier().checked("case", name, data=content, key=key, language=get_language() or "en")
    told = found.told()
    if told["status"]:
        faults = [f"{each['place']}: {each['sentence']}" for each in told["faults"]]
        raise ArchiveRefused(*faults, *(each["sentence"] for each in told["reasons"]))
    case = json.loads(member(content, packing.CASE))
    fault = misshapen(case)
    if fault:
        raise ArchiveRefused(_("%(name)s: “%(what)s” is not written as an export writes it.") % {
            "name": packing.CASE, "what": fault,
        })  # fmt: skip
    return Verified(
        content, case, told["checkpoint"]["origin"], told["checkpoint"]["size"], told["acts"], told["key"]["key"],
        told["key"]["given"], tuple(each["sentence"] for each in told["notes"]),
    )  # fmt: skip


def member(content: bytes, name: str) -> bytes:
    """Return one member of an archive that was verified.

    Raises KeyError where there is none, ArchiveRefused for an archive that unpacks to far more than it is.
    """
    found = verifier()
    try:
        with found.opened(content, name) as box:
            return bytes(box.read(name))
    except found.Unjudged as why:
        raise ArchiveRefused(found.Findings(get_language() or "en").say(why.code, **why.values)) from None


@cache
def verifier() -> ModuleType:
    """Return the stand-alone verifier as a module."""
    path = settings.ROOT / "verifier" / "verify_evidence.py"
    spec = spec_from_file_location("dienests_verify_evidence", path)
    if spec is None or spec.loader is None:
        raise ArchiveRefused(_("The file verifier/verify_evidence.py is missing in the checkout; bring it back."))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
