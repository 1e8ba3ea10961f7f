#!/usr/bin/env python3
"""Checks evidence of a Dienests installation without trusting that installation.

One file, Python 3.9 or newer, nothing to install:

    python3 verify_evidence.py receipt FILE           one act: a receipt, or the proof from a letter (.tlog-proof)
    python3 verify_evidence.py case ARCHIVE.zip       an exported case
    python3 verify_evidence.py log DIRECTORY          a copy of the whole log (./dienests log copy)
    python3 verify_evidence.py log DATABASE.sqlite3   the database itself, with the published files (--log-dir)

    --key KEY           the log's public key, as text (origin+id+base64) or a file: get it elsewhere than the evidence
    --checkpoint FILE   a checkpoint that you kept (mail, print): what it covers may not have changed; may be repeated
    --consistency FILE  proof that one checkpoint continues the one you kept: "old SIZE", hashes, gap, checkpoint
    --leaf HEX          the hash of the act, where the proof from a letter does not carry it
    --log-dir DIR       the published files of the log: checkpoint, checkpoints, key, tile
    --lv, --json        sentences in Latvian; one JSON object for programs

Exit status: 0 everything agrees; 1 something was changed, each fault is a line; 2 it cannot be judged.

What is computed: content -> commitment -> leaf -> chain -> tree -> checkpoint -> signature.
    commitment  SHA-256(salt || canonical JSON of the content)
    leaf        SHA-256(0x00 || canonical JSON of twelve texts: who, when, what, why, commitment, the leaf before)
    tree        RFC 9162, 2.1; published in tiles of 256 hashes (c2sp.org/tlog-tiles)
    checkpoint  origin, size and root of the tree, signed by Ed25519 (c2sp.org/signed-note, RFC 8032)
"""

import argparse
import base64
import contextlib
import hashlib
import io
import json
import os
import re
import sqlite3
import sys
import zipfile
import zlib

# --- sentences: what is found, in English and Latvian ---------------------------------------------------------------

SENTENCES = {
    # faults: something is not what was written or published
    "content": ("its content was changed after it was written.", "tā saturs ir mainīts pēc ierakstīšanas."),
    "halves": ("its content was erased by halves.", "tā saturs ir izdzēsts tikai pa daļai."),
    "leaf": ("who, when, what or why was changed after it was written.",
             "pēc ierakstīšanas ir mainīts, kas, kad, ko vai kāpēc darīja."),
    "shape": ("it does not hold what an act must hold.", "tajā nav tā, kam notikumā jābūt."),
    "chain": ("it does not follow the act before it: an act was removed, added or moved.",
              "tas neturpina iepriekšējo notikumu: kāds notikums ir izņemts, pielikts vai pārvietots."),
    "head": ("the acts do not end where the stream says: acts were cut off or added.",
             "notikumi nebeidzas tur, kur pierakstītas virknes beigas: notikumi ir nogriezti vai pielikti."),
    "not_in_tree": ("it is not in the log that the checkpoint covers: the act was changed, or the receipt is forged.",
                    "tā nav žurnālā, ko aptver kontrolpunkts: notikums ir mainīts vai apliecinājums ir viltots."),
    "beyond": ("its index lies beyond the {size} acts that the checkpoint covers: the receipt is forged.",
               "tā numurs ir ārpus {size} notikumiem, ko aptver kontrolpunkts: apliecinājums ir viltots."),
    "missing": ("the act was published and is no longer there.", "notikums bija publicēts, bet tā vairs nav."),
    "twice": ("two acts claim this place in the log.", "uz šo vietu žurnālā pretendē divi notikumi."),
    "exchanged": ("another act was published at this place: it was changed with its hash, exchanged or moved.",
                  "šajā vietā bija publicēts cits notikums: tas mainīts kopā ar nospiedumu, apmainīts vai pārvietots."),
    "differ": ("the act and the published tile differ here, and neither gives the root that was signed.",
               "šeit notikums un publicētā koka daļa atšķiras, un neviens nedod parakstīto sakni."),
    "tile": ("the published tile was changed.", "publicētā koka daļa ir mainīta."),
    "damaged": ("it is no checkpoint any more: {why}.", "tas vairs nav kontrolpunkts: {why}."),
    "no_tile": ("the published tile is missing.", "publicētās koka daļas nav."),
    "root": ("the acts do not give the root that was signed: acts were changed, or another log was signed.",
             "notikumi nedod parakstīto sakni: notikumi ir mainīti vai parakstīts cits žurnāls."),
    "shrunk": ("the log has shrunk: {size} acts were signed, {found} are there.",
               "žurnāls ir sarucis: parakstīti {size} notikumi, bet ir {found}."),
    "fork": ("the log was shown to you otherwise before: both have {size} acts, but the roots differ (a fork).",
             "iepriekš jums rādīja citu žurnālu: abos ir {size} notikumi, bet saknes atšķiras (sazarojums)."),
    "not_grown": ("the proof does not lead from the checkpoint you kept to this one: earlier acts were changed.",
                  "pierādījums neved no jūsu saglabātā kontrolpunkta uz šo: agrāki notikumi ir mainīti."),
    "origin": ("it belongs to another installation: it says {found}, the key belongs to {wanted}.",
               "tas pieder citai sistēmai: tajā norādīts {found}, bet atslēga pieder {wanted}."),
    "other_origin": ("it belongs to another installation: it says {found}, its checkpoint says {wanted}.",
                     "tas pieder citai sistēmai: tajā norādīts {found}, bet kontrolpunktā {wanted}."),
    "wrong_key": ("it was not signed with this key.", "tas nav parakstīts ar šo atslēgu."),
    "other_key": ("the key that came along is another one than the key you gave.",
                  "līdzi nākusī atslēga nav tā, kuru norādījāt."),
    "forged": ("its signature is not genuine: the checkpoint was changed or forged.",
               "tā paraksts nav īsts: kontrolpunkts ir mainīts vai viltots."),
    "lost_unsaid": ("the act is marked as lost in a restore, but no act of the log says so.",
                    "notikums atzīmēts kā zudis atjaunošanā, bet neviens žurnāla notikums to neapliecina."),
    "erased_unsaid": ("the content of {count} acts was erased, and no act of the log says so.",
                      "{count} notikumu saturs ir izdzēsts, bet neviens žurnāla notikums to neapliecina."),
    "member": ("it stands in the archive and not in its list.", "tā ir arhīvā, bet nav tā sarakstā."),
    "no_member": ("the list of the archive names it, and it is missing.", "arhīva saraksts to nosauc, bet tās nav."),
    "hash": ("it was changed: its SHA-256 is not the one in the list.", "tā ir mainīta: SHA-256 nav tāds kā sarakstā."),
    "words": ("its words or file are not those whose hash stands in the log.",
              "tā teksts vai fails nav tas, kura nospiedums ir žurnālā."),
    "other_case": ("the act belongs to another case.", "notikums pieder citai lietai."),
    "fewer": ("the archive says that the case has {size} acts, {found} are there.",
              "arhīvā teikts, ka lietā ir {size} notikumi, bet ir {found}."),
    "more": ("and {count} more faults that are not shown.", "un vēl {count} neparādītas kļūdas."),
    # said plainly: no fault, but to be known
    "erased": ("The content of {count} acts was erased; that they happened, when and by whom stays proven.",
               "{count} notikumu saturs ir izdzēsts; tas, ka tie notika, kad un kas rīkojās, paliek pierādīts."),
    "withheld": ("The content of {count} acts is not included: it was erased, or is not for the reader.",
                 "{count} notikumu saturs nav iekļauts: tas ir izdzēsts vai nav paredzēts lasītājam."),
    "erased_untold": ("Of {count} erased contents no act tells whose content is here: ask for the list of the erased.",
                      "Par {count} izdzēstiem saturiem neliecina neviens te lasāms notikums: lūdziet dzēstā sarakstu."),
    "unsealed": ("{count} acts are not yet covered by a checkpoint; only their chain was checked.",
                 "{count} notikumi vēl nav iekļauti kontrolpunktā; pārbaudīta tikai to virkne."),
    "lost": ("Lost when an older copy was restored: acts {first} to {last}. That they were published stays proven.",
             "Zuduši, atjaunojot vecāku kopiju: notikumi {first}–{last}. To publicēšana paliek pierādīta."),
    "came_along": ("The key came with what you check. Compare it with one that you got elsewhere: {key}",
                   "Atslēga nāca līdzi pārbaudāmajam. Salīdziniet to ar citur iegūtu: {key}"),
    "hidden": ("{count} acts are not told to the reader of this archive; their hashes stand in the chain.",
               "{count} notikumi šī arhīva lasītājam nav atklāti; to nospiedumi ir virknē."),
    "lost_untold": ("{count} acts are marked as lost in a restore, and the content of the act that may admit it is not "
                    "included: ask for it.",
                    "{count} notikumi atzīmēti kā zuduši atjaunošanā, bet nav iekļauts saturs notikumam, kas to varētu "
                    "apliecināt: palūdziet to."),
    "unsaid": ("{count} messages cannot be compared: the content of their acts is not included.",
               "{count} ziņas nevar salīdzināt: to notikumu saturs nav iekļauts."),
    # why nothing can be judged
    "no_file": ("{name}: there is no such file.", "{name}: šāda faila nav."),
    "unreadable": ("{name}: the file cannot be read ({why}).", "{name}: failu nevar izlasīt ({why})."),
    "too_large": ("{name}: the file is larger than such a file can be.",
                  "{name}: fails ir lielāks, nekā tāds var būt."),
    "no_json": ("{name}: this is no JSON that a receipt could be written in.",
                "{name}: tas nav JSON, kādā raksta apliecinājumus."),
    "format": ("{name}: its format is “{found}”; this file understands “{wanted}”.",
               "{name}: tā formāts ir “{found}”; šis fails saprot “{wanted}”."),
    "no_receipt": ("{name}: it is no whole receipt: “{what}” is missing or not what it must be.",
                   "{name}: tas nav pilns apliecinājums: “{what}” trūkst vai tas nav tāds, kādam jābūt."),
    "no_checkpoint": ("{name}: it is no checkpoint: {why}.", "{name}: tas nav kontrolpunkts: {why}."),
    "no_key": ("{name}: it is no public key of a log (origin+id+base64).",
               "{name}: tā nav žurnāla publiskā atslēga (izcelsme+id+base64)."),
    "key_needed": ("The signature was not checked, so nothing is proven: give the log's public key by --key.",
                   "Paraksts nav pārbaudīts, tāpēc nekas nav pierādīts: norādiet žurnāla publisko atslēgu ar --key."),
    "checkpoint_needed": ("Only the chains were checked: there is no checkpoint. Give --log-dir or --checkpoint.",
                          "Pārbaudītas tikai virknes: kontrolpunkta nav. Norādiet --log-dir vai --checkpoint."),
    "consistency_needed": ("{name}: you kept a checkpoint of {old} acts, this one covers {new}; give --consistency.",
                           "{name}: jūsu kontrolpunkts aptver {old} notikumus, šis – {new}; norādiet --consistency."),
    "leaf_needed": ("{name}: the proof does not say which act it proves; give --leaf.",
                    "{name}: pierādījumā nav teikts, kuru notikumu tas pierāda; norādiet --leaf."),
    "no_archive": ("{name}: this is no whole zip archive.", "{name}: tas nav vesels zip arhīvs."),
    "bomb": ("{name}: the archive unpacks to something far too large.", "{name}: arhīvs izpakojas pārāk liels."),
    "unsafe": ("{name}: the archive holds “{what}”, a name that no export writes; do not unpack it.",
               "{name}: arhīvā ir “{what}”, nosaukums, kādu eksports neraksta; neizpakojiet to."),
    "packing": ("{name}: “{what}” is packed in a way in which no export packs.",
                "{name}: “{what}” ir iepakots tā, kā eksports neiepako."),
    "malformed": ("{name}: it is not written as an installation writes it.",
                  "{name}: tas nav uzrakstīts tā, kā raksta sistēma."),
    "doubled": ("{name}: the archive holds “{what}” twice.", "{name}: arhīvā “{what}” ir divreiz."),
    "incomplete": ("{name}: the archive lacks “{what}”.", "{name}: arhīvā nav “{what}”."),
    "no_log": ("{name}: this is neither a copy of a log nor a database of Dienests.",
               "{name}: tā nav ne žurnāla kopija, ne Dienests datubāze."),
    "index": ("{name}: the place of an act in the log is no number.", "{name}: notikuma vieta žurnālā nav skaitlis."),
    # words of places, and the last line
    "place": ("act {index} ({kind} {stream})", "notikums {index} ({kind} {stream})"),
    "place_new": ("an act not yet sealed ({kind} {stream})", "vēl neiezīmogots notikums ({kind} {stream})"),
    "place_index": ("act {index}", "notikums {index}"),
    "place_stream": ("{kind} {stream}", "{kind} {stream}"),
    "agrees": ("AGREES: {count} acts; checkpoint of {origin} over {size} acts.",
               "SASKAN: {count} notikumi; {origin} kontrolpunkts pār {size} notikumiem."),
    "faults": ("CHANGED: {count} faults.", "MAINĪTS: kļūdu skaits {count}."),
    "unjudged": ("NOT JUDGED.", "NAV IZVĒRTĒTS."),
}  # fmt: skip
MOST_FAULTS = 200


class Unjudged(Exception):
    """The evidence cannot be judged: a file is bad or missing. Carries the name of a sentence and its values."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code, self.values = code, values


class Findings:
    """What was found: faults with the place of each, and what is to be said plainly."""

    def __init__(self, language="en"):
        self.language = 1 if language == "lv" else 0
        self.faults, self.notes, self.reasons = [], [], []
        self.acts, self.untold, self.checkpoint, self.key = 0, 0, None, None
        self.counts = dict.fromkeys(("erased", "withheld", "hidden", "unsealed", "unsaid"), 0)

    def say(self, code, **values):
        return SENTENCES[code][self.language].format(**values)

    def fault(self, code, place, **values):
        """Keep a fault; a place may be a function, so that nothing is worded for the many acts without a fault."""
        if len(self.faults) == MOST_FAULTS:
            self.untold += 1
        else:
            place = place() if callable(place) else place
            self.faults.append({"fault": code, "place": place, "sentence": self.say(code, **values)})

    def note(self, code, **values):
        self.notes.append({"note": code, "sentence": self.say(code, **values)})

    def unjudged(self, code, **values):
        self.reasons.append({"reason": code, "sentence": self.say(code, **values)})

    def place(self, index, event):
        """Name an act: its place in the log, and the stream to which it belongs."""
        code = "place_new" if index is None else "place"
        return self.say(code, index=index, kind=shown(event.get("stream_kind")), stream=shown(event.get("stream")))

    @property
    def status(self):
        return 1 if self.faults else 2 if self.reasons else 0

    def told(self):
        """Return everything as one map, for --json and for programs that import this file."""
        for code in [code for code, count in self.counts.items() if count]:
            self.note(code, count=self.counts.pop(code))
        point = self.checkpoint
        return {
            "status": self.status, "verdict": ("agrees", "changed", "unjudged")[self.status], "acts": self.acts,
            "faults": self.faults, "untold": self.untold, "notes": self.notes, "reasons": self.reasons, "key": self.key,
            "checkpoint": {"origin": point.origin, "size": point.size, "root": point.root.hex()} if point else None,
        }  # fmt: skip


def shown(value):
    """Return foreign text short and without anything that a terminal could obey."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(value)[:120])


# --- canonical JSON, commitment and leaf ----------------------------------------------------------------------------

EVENT = "stream_kind stream version digest at actor act basis from to commitment previous".split()
NAMES = set(EVENT)
NOTHING = "00" * 32  # stands for the leaf before the first one
written = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def sha256(data):
    return hashlib.sha256(data).digest()


def no_float(text):
    raise ValueError("a number that is not whole has no canonical form")


def once(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def parsed(text):
    """Return the value of a JSON text; raises ValueError, also for what canonical JSON does not know."""
    try:
        return json.loads(text, parse_float=no_float, parse_constant=no_float, object_pairs_hook=once)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def commitment(salt, content):
    return hashlib.sha256(salt + written(content).encode()).hexdigest()


def leaf_of(event):
    """Return the leaf of an event, or None for one that is no event: exactly twelve texts."""
    if event.keys() != NAMES or not all(type(text) is str for text in event.values()):
        return None
    try:
        return sha256(b"\0" + written([event[name] for name in EVENT]).encode())
    except UnicodeEncodeError:  # half a surrogate pair
        return None


def content_fault(event, content):
    """Return the name of the fault of a content, None when it is the one that the event commits to."""
    if not isinstance(content, dict) or not {"payload", "salt"} <= set(content):
        return "shape"
    payload, salt = content["payload"], content["salt"]
    if payload is None or salt is None:
        return "halves"
    try:
        return None if commitment(bytes.fromhex(salt), payload) == event["commitment"] else "content"
    except (ValueError, TypeError, RecursionError):
        return "content"


# --- the tree: RFC 9162, 2.1 ----------------------------------------------------------------------------------------


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and keeps one hash per whole part: twenty hashes for a million leaves."""

    def __init__(self):
        self.size, self.parts = 0, []

    def add(self, leaf):
        self.size += 1
        rest = self.size
        while rest % 2 == 0:
            leaf, rest = node(self.parts.pop(), leaf), rest // 2
        self.parts.append(leaf)

    def root(self):
        if not self.parts:
            return sha256(b"")
        root = self.parts[-1]
        for part in reversed(self.parts[:-1]):
            root = node(part, root)
        return root


def root_by_inclusion(leaf, index, size, proof):
    """Return the root to which an inclusion proof leads (RFC 9162, 2.1.3.2), None when it has the wrong length."""
    place, last, root = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if place % 2 or place == last:
            root = node(step, root)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            root = node(root, step)
        place, last = place // 2, last // 2
    return root if last == 0 else None


def is_consistent(old_size, old_root, new_size, new_root, proof):
    """Say whether a tree only grew (RFC 9162, 2.1.4.2)."""
    if old_size == 0:  # everything continues the empty tree, which has but one root
        return not proof and old_root == sha256(b"") and (new_size > 0 or new_root == old_root)
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if old_size > new_size or not path:
        return False
    place, last = old_size - 1, new_size - 1
    while place % 2:
        place, last = place // 2, last // 2
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = node(step, old), node(step, new)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            new = node(new, step)
        place, last = place // 2, last // 2
    return last == 0 and old == old_root and new == new_root


# --- signatures: Ed25519 (RFC 8032, 5.1) ----------------------------------------------------------------------------

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)
NEUTRAL = (0, 1, 1, 0)


def point(data):
    """Return a point from its 32 bytes as (x, y, 1, xy), None for bytes that are none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= FIELD:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if (x * x - square) % FIELD or (x == 0 and sign):
        return None
    x = FIELD - x if x % 2 != sign else x
    return x, y, 1, x * y % FIELD


def added(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % FIELD
    b = (one[1] + one[0]) * (other[1] + other[0]) % FIELD
    c = 2 * CURVE * one[3] * other[3] % FIELD
    d = 2 * one[2] * other[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def times(number, base):
    result = NEUTRAL
    while number:
        if number % 2:
            result = added(result, base)
        base, number = added(base, base), number // 2
    return result


BASE = point((4 * pow(5, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little"))


def is_signed(public, message, signature):
    """Say whether an Ed25519 signature of 64 bytes is that of a public key of 32 bytes over a message."""
    key, commit, response = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or commit is None or response >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    one, other = times(response, BASE), added(commit, times(challenge, key))
    return all((one[axis] * other[2] - other[axis] * one[2]) % FIELD == 0 for axis in (0, 1))


# --- checkpoints and keys: C2SP signed notes ------------------------------------------------------------------------


def b64(text, length=None):
    """Return the bytes of base64; raises ValueError for another alphabet, padding or length."""
    data = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(data).decode() != text or (length is not None and len(data) != length):
        raise ValueError("not the base64 that was asked for")
    return data


class Checkpoint:
    """The signed head of a log: origin, size, root; `text` is what was signed, `signatures` are (name, id, bytes)."""

    def __init__(self, note, name):
        self.name = name
        text, gap, signed = note.rpartition("\n\n")
        lines = text.split("\n")
        if not gap or len(lines) < 3 or not note.endswith("\n") or len(note) > 100_000:
            raise Unjudged("no_checkpoint", name=name, why="origin, size, root, an empty line, a signature")
        if not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):
            raise Unjudged("no_checkpoint", name=name, why="the size is no number")
        try:
            self.origin, self.size, self.root = lines[0], int(lines[1]), b64(lines[2], 32)
            self.text = (text + "\n").encode()
            self.signatures = [self.signature(line) for line in signed[:-1].split("\n")]
        except ValueError:
            raise Unjudged("no_checkpoint", name=name, why="root or signature is damaged") from None

    @staticmethod
    def signature(line):
        mark, signer, data = line.split(" ")
        decoded = b64(data)
        if mark != "\u2014" or len(decoded) < 5:
            raise ValueError("no signature")
        return signer, decoded[:4], decoded[4:]

    def fault(self, key):
        """Return the name of the fault of this checkpoint under a key (None: there is none) and its values."""
        if self.origin != key.name:
            return "origin", {"found": shown(self.origin), "wanted": shown(key.name)}
        own = [data for signer, number, data in self.signatures if (signer, number) == (key.name, key.number)]
        if not own:
            return "wrong_key", {}
        return (None, {}) if all(is_signed(key.public, self.text, data) for data in own) else ("forged", {})


class Key:
    """A log's public key: `name` is the origin, `number` the first four bytes of its hash."""

    def __init__(self, text, name):
        self.text = text.strip()
        try:
            self.name, number, data = self.text.split("+", 2)
            decoded = b64(data, 33)
            self.number, self.public = bytes.fromhex(number), decoded[1:]
            if decoded[0] != 1 or self.number != sha256(self.name.encode() + b"\n" + decoded)[:4]:
                raise ValueError("not an Ed25519 key, or its id is wrong")
        except ValueError:
            raise Unjudged("no_key", name=shown(name)) from None


def check_checkpoint(find, checkpoint, key, place):
    """Check origin and signature; without a key nothing can be said of them."""
    if key is None:
        return False
    code, values = checkpoint.fault(key)
    if code:
        find.fault(code, place, **values)
    return code is None


# --- reading files --------------------------------------------------------------------------------------------------

MOST_RECEIPT, MOST_LINE, MOST_MEMBERS, MOST_UNPACKED = 64 << 20, 64 << 20, 20_000, 4 << 30
# An export packs without compressing. Somebody may have packed it anew, but hardly to less than a tenth.
SMALL, MOST_TIMES, AT_ONCE = 16 << 20, 10, 1 << 20


def on_disk(path):
    """Return a file open for reading; raises Unjudged."""
    try:
        return open(path, "rb")
    except FileNotFoundError:
        raise Unjudged("no_file", name=shown(path)) from None
    except (OSError, ValueError) as fault:
        raise Unjudged("unreadable", name=shown(path), why=getattr(fault, "strerror", None) or "its name") from None


def contents(path, most=MOST_RECEIPT):
    """Return a file's bytes; raises Unjudged."""
    with on_disk(path) as file:
        try:
            data = file.read(most + 1)
        except OSError as fault:
            raise Unjudged("unreadable", name=shown(path), why=fault.strerror) from None
    if len(data) > most:
        raise Unjudged("too_large", name=shown(path))
    return data


def text_of(data, name):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unjudged("unreadable", name=shown(name), why="no UTF-8 text") from None


def json_of(data, name):
    try:
        value = parsed(text_of(data, name))
    except ValueError:
        raise Unjudged("no_json", name=shown(name)) from None
    if not isinstance(value, dict):
        raise Unjudged("no_json", name=shown(name))
    return value


def checkpoint_in(path):
    return Checkpoint(text_of(contents(path), path), shown(path))


class Kept:
    """What the reader brings along: key, checkpoints kept from before, proofs that one continues another."""

    def __init__(self, key=None, checkpoints=(), proofs=(), leaf=None):
        self.key = None
        if key is not None:
            self.key = Key(text_of(contents(key), key) if os.path.exists(key) else key, key)
        self.checkpoints = [checkpoint_in(path) for path in checkpoints]
        self.proofs = [consistency_in(path) for path in proofs]
        self.leaf = leaf

    def key_for(self, find, came, place):
        """Return the key to check with: the reader's own, else the one that came along, which is said."""
        along = Key(came, place) if came is not None else None
        if self.key is not None:
            if along is not None and along.public != self.key.public:
                find.fault("other_key", place)
            find.key = {"key": self.key.text, "given": True}
            return self.key
        if along is not None:
            find.key = {"key": along.text, "given": False}
            find.note("came_along", key=shown(along.text))
        return along


def consistency_in(path):
    """Return (old size, hashes, checkpoint) of a proof as witnesses get it (c2sp.org/tlog-witness)."""
    head, _gap, note = text_of(contents(path), path).partition("\n\n")
    lines = head.split("\n")
    found = re.fullmatch("old (0|[1-9][0-9]{0,18})", lines[0])
    if not found:
        raise Unjudged("no_checkpoint", name=shown(path), why="it does not begin with “old” and a size")
    try:
        return int(found.group(1)), [b64(line, 32) for line in lines[1:65]], Checkpoint(note, shown(path))
    except ValueError:
        raise Unjudged("no_checkpoint", name=shown(path), why="a hash is damaged") from None


def check_growth(find, new, kept, key):
    """Check one checkpoint against those that the reader kept, by proofs where the sizes differ."""
    for old in kept.checkpoints:
        if not check_checkpoint(find, old, key, old.name) and key is not None:
            continue
        if old.origin != new.origin:
            find.fault("origin", old.name, found=shown(old.origin), wanted=shown(new.origin))
        elif old.size == new.size:
            if old.root != new.root:
                find.fault("fork", old.name, size=old.size)
        else:
            small, large = sorted((old, new), key=lambda each: each.size)
            proofs = [p for size, p, point in kept.proofs
                      if size == small.size and (point.size, point.root) == (large.size, large.root)]  # fmt: skip
            if not proofs:
                find.unjudged("consistency_needed", name=old.name, old=old.size, new=new.size)
            elif not any(is_consistent(small.size, small.root, large.size, large.root, proof) for proof in proofs):
                find.fault("not_grown", old.name)


# --- command: receipt -----------------------------------------------------------------------------------------------


def proof_of(receipt, name):
    """Return index and hashes of an inclusion proof; raises Unjudged."""
    index, proof = receipt.get("index"), receipt.get("proof")
    if type(index) is not int or not 0 <= index < 2**63:
        raise Unjudged("no_receipt", name=name, what="index")
    try:
        if not isinstance(proof, list) or len(proof) > 63:
            raise ValueError("no proof")
        return index, [b64(step, 32) for step in proof]
    except (ValueError, AttributeError):
        raise Unjudged("no_receipt", name=name, what="proof") from None


def hash_of(text, name):
    """Return the 32 bytes of a hash in hex; raises Unjudged."""
    if not isinstance(text, str) or not re.fullmatch("[0-9a-f]{64}", text):
        raise Unjudged("no_receipt", name=name, what="leaf")
    return bytes.fromhex(text)


def check_inclusion(find, leaf, index, proof, checkpoint, place):
    if index >= checkpoint.size:
        find.fault("beyond", place, size=checkpoint.size)
    elif root_by_inclusion(leaf, index, checkpoint.size, proof) != checkpoint.root:
        find.fault("not_in_tree", place)


def check_event(find, event, content, place):
    """Check content against commitment and return the leaf; None for what is no event."""
    leaf = leaf_of(event)
    if leaf is None:
        find.fault("shape", place)
    elif content is not None:
        code = content_fault(event, content)
        if code:
            find.fault(code, place)
    return leaf


def check_receipt(find, data, name, kept):
    """Check a receipt in JSON or, as it stands on a letter, as text."""
    if data.startswith(b"c2sp.org/tlog-proof@"):
        return check_letter_proof(find, text_of(data, name), name, kept)
    receipt = json_of(data, name)
    if receipt.get("format") != "dienests-receipt/1":
        raise Unjudged("format", name=name, found=shown(receipt.get("format")), wanted="dienests-receipt/1")
    for what, kind in (("event", dict), ("checkpoint", str), ("origin", str)):
        if not isinstance(receipt.get(what), kind):
            raise Unjudged("no_receipt", name=name, what=what)
    checkpoint = find.checkpoint = Checkpoint(receipt["checkpoint"], name)
    index, proof = proof_of(receipt, name)
    event, content, find.acts = receipt["event"], receipt.get("content"), 1
    place = find.place(index, event)
    if receipt["origin"] != checkpoint.origin:
        find.fault("other_origin", name, found=shown(receipt["origin"]), wanted=shown(checkpoint.origin))
    find.counts["withheld"] += content is None
    leaf = check_event(find, event, content, place)
    if leaf is not None:
        check_inclusion(find, leaf, index, proof, checkpoint, place)
    came = receipt.get("key")
    return check_signed(find, checkpoint, kept, came if isinstance(came, str) else None, name)


def check_letter_proof(find, text, name, kept):
    """Check the text form of a receipt (c2sp.org/tlog-proof); `extra` may carry the leaf or the twelve texts."""
    head, _gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise Unjudged("format", name=name, found=shown(lines[0]), wanted="c2sp.org/tlog-proof@v1")
    extra = lines.pop(1)[6:] if len(lines) > 1 and lines[1].startswith("extra ") else None
    found = re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[1] if len(lines) > 1 else "")
    if not found:
        raise Unjudged("no_receipt", name=name, what="index")
    index, proof = proof_of({"index": int(found.group(1)), "proof": lines[2:]}, name)
    checkpoint, place = Checkpoint(note, name), find.say("place_index", index=index)
    find.checkpoint, find.acts = checkpoint, 1
    try:
        data = bytes.fromhex(kept.leaf) if kept.leaf else b64(extra) if extra else b""
        leaf = data if len(data) == 32 else sha256(b"\0" + data) if data else None
    except ValueError:
        raise Unjudged("no_receipt", name=name, what="--leaf" if kept.leaf else "extra") from None
    if leaf is None:
        raise Unjudged("leaf_needed", name=name)
    check_inclusion(find, leaf, index, proof, checkpoint, place)
    return check_signed(find, checkpoint, kept, None, name)


def check_signed(find, checkpoint, kept, came, name):
    """Check the signature of the checkpoint of a receipt or archive, and that it continues those kept."""
    key = kept.key_for(find, came, name)
    check_checkpoint(find, checkpoint, key, name)
    check_growth(find, checkpoint, kept, key)
    known = any((old.origin, old.size, old.root) == (checkpoint.origin, checkpoint.size, checkpoint.root)
                for old in kept.checkpoints)  # fmt: skip
    if key is None and not known:
        find.unjudged("key_needed")


# --- command: case --------------------------------------------------------------------------------------------------


def opened(data, name):
    """Return an archive that is safe to read; raises Unjudged for a broken, exploding or dangerous one."""
    try:
        box = zipfile.ZipFile(data if hasattr(data, "read") else io.BytesIO(data))
        members = box.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise Unjudged("no_archive", name=name) from None
    most = min(MOST_UNPACKED, max(SMALL, MOST_TIMES * box.fp.seek(0, os.SEEK_END)))
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > most:
        raise Unjudged("bomb", name=name)
    seen = set()
    for each in members:
        parts = each.filename.split("/")
        odd = not each.filename.isprintable() or re.search(r"[\\:]", each.filename) or {"", ".", ".."} & set(parts)
        if odd or each.flag_bits & 1:  # a leading “/” and a folder leave an empty part; bit 1 is a password
            raise Unjudged("unsafe", name=name, what=shown(each.filename))
        if each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unjudged("packing", name=name, what=shown(each.filename))
        if each.filename in seen:
            raise Unjudged("doubled", name=name, what=shown(each.filename))
        seen.add(each.filename)
    return box


def member(box, what, name):
    """Return the bytes of one member; raises Unjudged."""
    with reading(what, name):
        info = box.getinfo(what)
        if info.file_size > MOST_RECEIPT:
            raise Unjudged("too_large", name=f"{name}, {what}")
        return box.read(info)


def lines_of(box, what, name):
    """Yield the lines of one member, however many there are; raises Unjudged."""
    with reading(what, name), box.open(what) as file:
        while line := file.readline(MOST_LINE):
            yield line


def digest_of(box, what, name):
    """Return the SHA-256 of one member, which may be larger than the memory; raises Unjudged."""
    found = hashlib.sha256()
    with reading(what, name), box.open(what) as file:
        while piece := file.read(AT_ONCE):
            found.update(piece)
    return found.hexdigest()


@contextlib.contextmanager
def reading(what, name):
    """Let a fault in the archive be one sentence."""
    try:
        yield
    except KeyError:
        raise Unjudged("incomplete", name=name, what=what) from None
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
        raise Unjudged("no_archive", name=name) from None


def check_members(find, box, name):
    """Check every member against the list of the archive, and return the SHA-256 of each by its name."""
    manifest = json_of(member(box, "manifest.json", name), f"{name}, manifest.json")
    if manifest.get("format") != "dienests-case/1":
        raise Unjudged("format", name=name, found=shown(manifest.get("format")), wanted="dienests-case/1")
    listed = manifest.get("members")
    if not isinstance(listed, dict):
        raise Unjudged("incomplete", name=name, what="manifest.json: members")
    there = set(box.namelist()) - {"manifest.json"}
    for what in sorted(there - set(listed)):
        find.fault("member", shown(what))
    for what in sorted(set(listed) - there):
        find.fault("no_member", shown(what))
    digests = {what: digest_of(box, what, name) for what in sorted(there)}
    for what, digest in digests.items():
        if what in listed and digest != listed[what]:
            find.fault("hash", shown(what))
    return digests


def check_case(find, data, name, kept):
    """Check an exported case: its members, its acts in their chain and in the tree, its words and files."""
    with opened(data, name) as box:
        digests = check_members(find, box, name)
        checkpoint = find.checkpoint = Checkpoint(text_of(member(box, "checkpoint", name), name), f"{name}, checkpoint")
        case = json_of(member(box, "case.json", name), f"{name}, case.json")
        came = text_of(member(box, "key", name), name) if "key" in box.namelist() else None
        payloads, previous, stream = {}, NOTHING, case.get("id")
        for line in lines_of(box, "events.jsonl", name):
            receipt = json_of(line, f"{name}, events.jsonl")
            event, content, index = receipt.get("event"), receipt.get("content"), receipt.get("index")
            find.acts += 1
            if "leaf" in receipt:  # an act that the reader is not told: its hash alone
                place, leaf = find.say("place_index", index=shown(index)), hash_of(receipt["leaf"], name)
                find.counts["hidden"] += 1
            else:
                if not isinstance(event, dict):
                    raise Unjudged("no_receipt", name=f"{name}, events.jsonl", what="event")
                place = find.place(index, event)
                leaf = check_event(find, event, content, place)
                if leaf is None:
                    continue
                if (event["stream_kind"], event["stream"]) != ("case", stream):
                    find.fault("other_case", place)
                if event["previous"] != previous:
                    find.fault("chain", place)
                find.counts["withheld"] += content is None
                payloads[find.acts] = content.get("payload") if isinstance(content, dict) else None
            previous = leaf.hex()
            if index is None:
                find.counts["unsealed"] += 1
            else:
                check_inclusion(find, leaf, *proof_of(receipt, place), checkpoint, place)
        if case.get("acts") != find.acts:
            find.fault("fewer", "case.json", size=shown(case.get("acts")), found=find.acts)
        check_words(find, digests, case, payloads, name)
    check_signed(find, checkpoint, kept, came, name)


def check_words(find, digests, case, payloads, name):
    """Check that messages and files are those whose hashes stand in the acts."""
    words = case.get("said") or []
    if not isinstance(words, list):
        raise Unjudged("no_receipt", name=f"{name}, case.json", what="said")
    for said in words:
        try:
            place = find.say("place_index", index=shown(said["position"]))
            payload = payloads.get(said["position"])
            if payload is None:
                find.counts["unsaid"] += 1
                continue
            good = commitment(bytes.fromhex(said["salt"]), said["text"]) == payload["text"]["sha256"]
            for file in said.get("files") or []:
                if file.get("path"):
                    if file["path"] not in digests:
                        raise Unjudged("incomplete", name=name, what=shown(file["path"]))
                    digest = digests[file["path"]]
                    good = good and commitment(bytes.fromhex(file["salt"]), digest) == payload["file"]["sha256"]
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            raise Unjudged("no_receipt", name=f"{name}, case.json", what="said") from None
        if not good:
            find.fault("words", place)


# --- command: log ---------------------------------------------------------------------------------------------------


class Tiles:
    """The published hashes of a log, 256 in a file, read one file at a time."""

    def __init__(self, folder):
        self.folder, self.number, self.tile = folder, -1, b""
        self.there = folder is not None and os.path.isdir(os.path.join(folder, "tile"))

    def name(self, level, number):
        groups = [f"{number % 1000:03d}"]
        while number := number // 1000:
            groups.insert(0, f"x{number % 1000:03d}")
        return "/".join(["tile", str(level), *groups])

    def read(self, name):
        try:
            with open(os.path.join(self.folder, *name.split("/")), "rb") as file:
                return file.read(8193)
        except OSError:
            return None

    def partial(self, name):
        """Return the widths of the partial files of a tile."""
        try:
            found = os.listdir(os.path.join(self.folder, *f"{name}.p".split("/")))
        except OSError:
            return []
        return sorted(int(width) for width in found if re.fullmatch("[1-9][0-9]{0,2}", width) and int(width) < 256)

    def leaf(self, index):
        """Return the published leaf, None where there is none."""
        if not self.there:
            return None
        number, place = divmod(index, 256)
        if number != self.number:
            name = self.name(0, number)
            self.number, self.tile = number, self.read(name)
            if self.tile is None:
                widths = self.partial(name)
                self.tile = (self.read(f"{name}.p/{widths[-1]}") if widths else None) or b""
        found = self.tile[32 * place : 32 * place + 32]
        return found if len(found) == 32 else None

    def differing(self, level, number, hashes):
        """Yield the files of one tile that do not hold these hashes (up to 256 of them)."""
        name = self.name(level, number)
        whole = self.read(name)
        if whole is not None and (len(whole) != 8192 or whole[: len(hashes)] != hashes):
            yield name
        for width in self.partial(name):
            if 32 * width <= len(hashes) and self.read(f"{name}.p/{width}") != hashes[: 32 * width]:
                yield f"{name}.p/{width}"

    def root(self, size):
        """Return the root that the published leaves give, None where some are missing."""
        tree = Tree()
        for index in range(size):
            leaf = self.leaf(index)
            if leaf is None:
                return None
            tree.add(leaf)
        return tree.root()


class Act:
    """One act as it lies in the log; `stored` is the leaf kept beside it, `lost` that of an act lost in a restore."""

    def __init__(self, index, event=None, content=None, *, erased=False, stored=None, lost=None, wrong=False):
        self.index, self.event, self.content, self.erased = index, event, content, erased
        self.stored, self.lost, self.wrong = stored, lost, wrong


def acts_in_copy(path):
    """Yield the acts of a copy of the log, in the order of the tree."""
    name = shown(path)
    with open(path, "rb") as file:
        while line := file.readline(MOST_LINE):
            value = json_of(line, name)
            event, content, index = value.get("event"), value.get("content"), value.get("index")
            if value.get("lost"):
                yield Act(index, lost=hash_of(value.get("leaf"), name))
            elif isinstance(event, dict):
                yield Act(index, event, content, erased=content is None and "content" in value)
            else:
                raise Unjudged("no_receipt", name=name, what="event")


COLUMNS = (
    "stream_kind stream version digest at mandate participant act basis from_state to_state payload salt commitment "
    "previous leaf"
).split()


def dashed(value):
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def json_in(column):
    """Return what a column of JSON holds; `...`, which has no canonical form, where it holds something else."""
    try:
        return None if column is None else parsed(column)
    except (ValueError, TypeError):
        return ...


def act_of(row, index):
    """Return an act from the columns of the database, however they were tampered with."""
    kind, stream, version, digest, at, mandate, participant, act, basis, before, after, payload, salt, *hashes = row
    try:
        actor = f"mandate:{dashed(mandate)}" if mandate else "system"
        actor = f"participant:{dashed(participant)}" if participant else actor
        at = at.replace(" ", "T") + ("" if "." in at else ".000000") + "Z"  # as SQLite keeps moments of UTC
        sealed, previous, leaf = (bytes(each) for each in hashes)
        texts = (
            kind,
            dashed(stream),
            version,
            digest,
            at,
            actor,
            act,
            basis,
            before,
            after,
            sealed.hex(),
            previous.hex(),
        )
        event = dict(zip(EVENT, texts))
        if payload is None and salt is None:
            return Act(index, event, erased=True, stored=leaf)
        return Act(index, event, {"payload": json_in(payload), "salt": salt and salt.hex()}, stored=leaf)
    except (ValueError, TypeError, AttributeError):
        return Act(index, {"stream_kind": kind, "stream": stream}, wrong=True)


def database(path):
    """Return a connection that only reads, and the names of the tables; raises Unjudged."""
    address = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        connection = sqlite3.connect(f"file:{address}?mode=ro", uri=True)
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except (sqlite3.Error, UnicodeDecodeError) as fault:
        raise Unjudged("unreadable", name=shown(path), why=shown(fault)) from None
    if not {"kernel_log_event", "kernel_log_sealed"} <= tables:
        raise Unjudged("no_log", name=shown(path))
    return connection, tables


def acts_in_database(connection):
    """Yield the acts of a database: sealed ones in the order of the tree, then the others stream by stream."""
    columns = ", ".join(f'e."{column}"' for column in COLUMNS)
    sealed = f"""SELECT s."index", s.event, s.leaf, e.id, {columns} FROM kernel_log_sealed s
        LEFT JOIN kernel_log_event e ON e.id = s.event ORDER BY s."index" """
    for index, event, leaf, there, *row in connection.execute(sealed):
        leaf = leaf if isinstance(leaf, bytes) and len(leaf) == 32 else b"\0" * 32
        if event is None:
            yield Act(index, lost=leaf)
        elif there is None:
            yield Act(index, stored=leaf)
        else:
            act = act_of(row, index)
            act.wrong = act.wrong or act.stored != leaf
            yield act
    rest = f"""SELECT {columns} FROM kernel_log_event e LEFT JOIN kernel_log_sealed s ON s.event = e.id
        WHERE s.event IS NULL ORDER BY e.stream_kind, e.stream, e.position"""
    for row in connection.execute(rest):
        yield act_of(row, None)


def heads_in_database(connection, tables):
    """Yield (kind, stream, leaf) of every stream, as its end is written down beside the log."""
    for table, columns in (("kernel_log_head", "stream_kind, stream"), ("kernel_cases_case", "'case', id")):
        if table in tables:
            for kind, stream, leaf in connection.execute(f"SELECT {columns}, leaf FROM {table}"):
                yield kind, dashed(str(stream)), leaf.hex() if isinstance(leaf, bytes) else ""


ERASING = ("erased", "erased_again", "rectified")


class LogCheck:
    """One walk over all acts in the order of the tree, with what was published beside it."""

    def __init__(self, find, folder, sizes):
        self.find, self.tiles, self.tree = find, Tiles(folder), Tree()
        self.sizes, self.roots = sizes, {0: sha256(b"")}  # sizes of checkpoints; roots of the tree at these sizes
        self.whole = True  # until an act is missing for which no published hash can stand in
        self.levels, self.counts = [b""], [0]  # of each level: the hashes of its open tile, how many tiles are full
        self.ends = {}  # stream -> what the next act may follow
        self.odd, self.odd_tiles = {}, []  # where act and tile differ: index -> place; (level, number, file)
        self.lost, self.restored, self.untold = [], [], 0  # acts of restores: contents, and how many without
        self.admitted, self.open_ended = 0, False  # erased contents that acts tell; whether some may tell too few
        self.explained = False  # whether the acts that differ from their tiles are why a root differs

    def walk(self, acts):
        for act in acts:
            if act.index is not None:
                self.reach(act.index)
            if act.lost is not None:
                self.lost.append(act.index)
                self.add(act.lost, self.at(act.index))
            else:
                self.read(act)
        for level in range(len(self.levels)):
            self.compare(level)

    def at(self, index):
        return lambda: self.find.say("place_index", index=index)

    def reach(self, index):
        """Name what is missing before an index; the published hash stands in for it, so that the rest can be judged."""
        if type(index) is not int or not 0 <= index < 2**63:
            raise Unjudged("index", name=shown(index))
        if index < self.tree.size:
            self.find.fault("twice", self.at(index))
        while self.tree.size < index:
            leaf = self.tiles.leaf(self.tree.size)
            self.find.fault("missing", self.at(self.tree.size))
            if leaf is None:
                self.whole, self.tree.size = False, index
            else:
                self.add(leaf, None)

    def read(self, act):
        """Check one act in itself and against the act before it in its stream."""
        find, fault = self.find, None
        published = self.tiles.leaf(act.index) if act.index is not None else None
        if act.event is None:
            leaf, fault, place = None, "missing", self.at(act.index)
        else:
            find.acts, place = find.acts + 1, lambda: find.place(act.index, act.event)
            leaf = leaf_of(act.event)
            fault = "shape" if leaf is None else "leaf" if act.wrong or act.stored not in (None, leaf) else None
        if fault:
            find.fault(fault, place)
        if leaf is not None:
            self.read_content(act, place)
            self.chain(act.event, {leaf.hex(), (published or leaf).hex(), (act.stored or leaf).hex()}, place)
        if act.index is None:
            find.counts["unsealed"] += 1
        elif act.index >= self.tree.size:
            self.add(leaf if not fault else published or act.stored or b"\0" * 32, place)

    def read_content(self, act, place):
        restored = (act.event["stream_kind"], act.event["act"]) == ("log", "restored")
        if act.content is None:
            self.find.counts["erased" if act.erased else "withheld"] += 1
            self.untold += restored
            self.open_ended = self.open_ended or restored or act.event["act"] in ERASING
            return
        fault = content_fault(act.event, act.content)
        if fault:
            self.find.fault(fault, place)
        elif restored:
            self.restored.append(act.content["payload"])
            self.open_ended = True
        elif act.event["act"] in ERASING and isinstance(act.content["payload"], dict):
            self.admit(act.event["act"], act.content["payload"])

    def admit(self, act, payload):
        """Count the contents that an act says it erased; what was erased again in an older copy is not counted."""
        self.open_ended = self.open_ended or act == "erased_again"
        told = payload.get("events" if act == "erased" else "erased")
        self.admitted += told if type(told) is int and told > 0 else len(told) if isinstance(told, list) else 0

    def chain(self, event, leaves, place):
        """Check what an act follows; after a changed act both its hashes are taken, so that one fault is named once."""
        stream = sha256(f"{event['stream_kind']} {event['stream']}".encode())
        if event["previous"] not in self.ends.get(stream, (NOTHING,)):
            self.find.fault("chain", place)
        self.ends[stream] = tuple(leaves)

    def add(self, leaf, place):
        """Grow tree and tiles by the next leaf."""
        if not self.whole:
            self.tree.size += 1
            return
        if self.tiles.leaf(self.tree.size) not in (None, leaf):
            self.odd[self.tree.size] = place
        self.tree.add(leaf)
        if self.tree.size in self.sizes:
            self.roots[self.tree.size] = self.tree.root()
        self.levels[0] += leaf
        level = 0
        while len(self.levels[level]) == 8192:
            self.compare(level)
            tree = Tree()
            for place in range(0, 8192, 32):
                tree.add(self.levels[level][place : place + 32])
            self.levels[level], self.counts[level], level = b"", self.counts[level] + 1, level + 1
            if level == len(self.levels):
                self.levels.append(b"")
                self.counts.append(0)
            self.levels[level] += tree.root()

    def compare(self, level):
        number, hashes = self.counts[level], self.levels[level]
        if self.tiles.there and self.whole and hashes:
            self.odd_tiles += [(level, number, name) for name in self.tiles.differing(level, number, hashes)]

    def judge(self, latest):
        """Say who is right where acts and tiles differ: whichever gives the root that was signed."""
        if latest is None or self.roots.get(latest.size) == latest.root:
            for _level, _number, name in self.odd_tiles:
                self.find.fault("tile", name)
            return
        self.explained = bool(self.odd) and self.tiles.there and self.tiles.root(latest.size) == latest.root
        for place in self.odd.values():
            self.find.fault("exchanged" if self.explained else "differ", place)
        for level, number, name in self.odd_tiles:
            if not any(index // 256 ** (level + 1) == number for index in self.odd):
                self.find.fault("tile", name)

    def complete(self, latest):
        """Name the tiles that a checkpoint needs and that are not there (c2sp.org/tlog-tiles)."""
        level, size = 0, latest.size
        while size and latest.size <= self.tree.size and self.tiles.there and self.whole:
            for number in range((size + 255) // 256):
                name, width = self.tiles.name(level, number), min(256, size - 256 * number)
                if self.tiles.read(name) is None and width not in self.tiles.partial(name):
                    self.find.fault("no_tile", name if width == 256 else f"{name}.p/{width}")
            level, size = level + 1, size // 256

    def say_lost(self):
        """Say which acts a restore lost; one that no act of the log admits is a fault, and so is one too many.

        The act `restored` says how many entries the older copy had, how many were published, how many are lost. Where
        the content of such an act is not included, nobody can tell which acts it admits.
        """
        admitted, runs, unknown = [], [], 0
        for payload in self.restored:
            with contextlib.suppress(KeyError, TypeError):
                places = range(payload["copied"], payload["published"])
                if sum(index in places for index in self.lost) <= payload["lost"]:
                    admitted.append(places)
        for index in self.lost:
            if not any(index in places for places in admitted):
                unknown += 1
                if not self.untold:
                    self.find.fault("lost_unsaid", self.at(index))
            if runs and index == runs[-1][1] + 1:
                runs[-1][1] = index
            else:
                runs.append([index, index])
        for first, last in runs:
            self.find.note("lost", first=first, last=last)
        if unknown and self.untold:
            self.find.unjudged("lost_untold", count=unknown)

    def say_erased(self, name):
        """Say how many contents were erased that no act of the log admits."""
        count = self.find.counts["erased"] - self.admitted
        if count > 0 and self.open_ended:
            self.find.note("erased_untold", count=count)
        elif count > 0:
            self.find.fault("erased_unsaid", name, count=count)


def published_in(find, folder):
    """Return the checkpoints of a published log, the latest first; one that is damaged is a fault."""
    found, dated = [], os.path.join(folder, "checkpoints")
    names = [os.path.join(folder, "checkpoint")] if os.path.exists(os.path.join(folder, "checkpoint")) else []
    days = sorted(os.listdir(dated)) if os.path.isdir(dated) else []
    for name in [*names, *(os.path.join(dated, day) for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day))]:
        try:
            found.append(checkpoint_in(name))
        except Unjudged as reason:
            find.fault("damaged", shown(name), why=reason.values.get("why", "-"))
    return found


def check_log(find, path, kept, folder=None):
    """Check a copy of the log, or a database with the published files beside it."""
    connection, heads = None, ()
    if os.path.isdir(path):
        folder, copy = folder or path, os.path.join(path, "events.jsonl")
        if not os.path.isfile(copy):
            raise Unjudged("no_log", name=shown(path))
        acts = acts_in_copy(copy)
    elif os.path.isfile(path):
        beside = os.path.join(os.path.dirname(os.path.abspath(path)), "log")
        folder = folder or (beside if os.path.isdir(beside) else None)
        connection, tables = database(path)
        acts, heads = acts_in_database(connection), heads_in_database(connection, tables)
    else:
        raise Unjudged("no_file", name=shown(path))
    published, came = published_in(find, folder) if folder else [], os.path.join(folder or "", "key")
    came = text_of(contents(came), came) if folder and os.path.isfile(came) else None
    key = kept.key_for(find, came, "key")
    genuine = [point for point in published if key is None or point.fault(key)[0] is None]
    latest = next(iter(genuine), None)
    check = LogCheck(find, folder, {point.size for point in [*published, *kept.checkpoints]})
    try:
        check.walk(acts)
        check_heads(check, heads)
    except (sqlite3.Error, UnicodeDecodeError) as fault:
        raise Unjudged("unreadable", name=shown(path), why=shown(fault)) from None
    finally:
        if connection:
            connection.close()
    check.judge(latest)
    if latest is not None:
        check.complete(latest)
    check.say_lost()
    check.say_erased(shown(path))
    for point in [*published, *kept.checkpoints]:
        check_root(find, check, point, key, point in kept.checkpoints)
    find.checkpoint = next(iter([*genuine, *published, *kept.checkpoints]), None)
    if find.checkpoint is None or key is None:
        find.unjudged("key_needed" if find.checkpoint else "checkpoint_needed")


def check_heads(check, heads):
    """Check that each stream ends where its head, kept elsewhere, says."""
    for kind, stream, leaf in heads:
        if leaf not in check.ends.get(sha256(f"{kind} {stream}".encode("utf-8", "replace")), (NOTHING,)):
            check.find.fault("head", check.find.say("place_stream", kind=shown(kind), stream=shown(stream)))


def check_root(find, check, point, key, kept):
    """Check one checkpoint: signature, size, root."""
    if not check_checkpoint(find, point, key, point.name) and key is not None:
        return
    if point.size > check.tree.size:
        find.fault("shrunk", point.name, size=point.size, found=check.tree.size)
    elif check.roots.get(point.size, point.root) != point.root and not check.explained:
        find.fault("fork" if kept else "root", point.name, size=point.size)


# --- the command line -----------------------------------------------------------------------------------------------


def checked(command, path, *, data=None, key=None, checkpoints=(), proofs=(), leaf=None, log_dir=None, language="en"):
    """Check one piece of evidence and return the findings; bad evidence is told there and never raised.

    `data` is a receipt or an archive in memory, for programs that import this file.
    """
    find = Findings(language)
    try:
        kept = Kept(key, checkpoints, proofs, leaf)
        if command == "log":
            check_log(find, path, kept, log_dir)
        elif command == "case":
            with on_disk(path) if data is None else io.BytesIO(data) as file:
                check_case(find, file, shown(os.path.basename(path)), kept)
        else:
            data = contents(path) if data is None else data
            check_receipt(find, data, shown(os.path.basename(path)), kept)
    except Unjudged as reason:
        find.unjudged(reason.code, **reason.values)
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError):
        # JSON of a shape that nobody foresaw: whoever wrote it, it proves nothing.
        find.unjudged("malformed", name=shown(os.path.basename(path)))
    return find


def tell(find):
    """Print what was found: faults, what is to be known, and the outcome in the last line."""
    for each in find.faults:
        print(f"{each['place']}: {each['sentence']}")
    if find.untold:
        print(find.say("more", count=find.untold))
    for each in [*find.notes, *find.reasons]:
        print(each["sentence"])
    if find.status == 0:
        print(find.say("agrees", count=find.acts, origin=shown(find.checkpoint.origin), size=find.checkpoint.size))
    else:
        print(find.say("faults", count=len(find.faults) + find.untold) if find.faults else find.say("unjudged"))


def main(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("receipt", "case", "log"))
    parser.add_argument("path")
    for name in ("--key", "--leaf", "--log-dir"):
        parser.add_argument(name)
    parser.add_argument("--checkpoint", action="append", default=[], dest="checkpoints")
    parser.add_argument("--consistency", action="append", default=[], dest="proofs")
    parser.add_argument("--lv", action="store_const", const="lv", default="en", dest="language")
    parser.add_argument("--json", action="store_true")
    given = vars(parser.parse_args(words))
    as_json = given.pop("json")
    find = checked(given.pop("command"), given.pop("path"), **given)
    told = find.told()
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        tell(find)
    return find.status


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
