"""What the tests of copies have an installation do and tell; each runs in a process of its own."""

# A demonstration with one file, one personal text that stands nowhere else, and a published log.
TEXT = "Teikums, kas nestāv nekur citur 8f3a"
FOUND = (
    f"TEXT = {TEXT!r}\n"
    + """
from datetime import UTC, datetime
from uuid import uuid4
from dienests.cli import migrating
from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.verbs import start
from dienests.kernel.cases.case import Case
from dienests.kernel.handling import postings
from dienests.kernel.handling.attaching import Sent
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.people import register_person
from dienests.kernel.parties.tests.given import NEW_CODE
from dienests.site import demonstration
from dienests.site.pages.tests import house as people
migrating.apply()
now = datetime.now(UTC)
demonstration.load(at=now, cases="few")
account = Account.objects.get(person__family_name=people.OPENER)
case = start(
    procedure=EthicsReports, action="submit", actor=actor_for(account, local_date(now)), at=now,
    fields={"reason": "proposal", "account": f"{TEXT}.", "reasoning": f"{TEXT}!"})
postings.add_statement(
    case=case.pk, actor=actor_for(account, local_date(now)), at=now, submission=uuid4(), text=f"{TEXT}?",
    file=Sent("a.txt", b"Content of a file.\\n"))
register_person(given_name="Parauga", family_name="Persona", personal_code=NEW_CODE, basis="x", by=SYSTEM, at=now)
seal(at=now)
"""
)
# Everything that must come back, and where the log stands.
READ = """
from django.apps import apps
from dienests.kernel.files import vault
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.log.events import Event
from dienests.kernel.log.sealed import Sealed
from dienests.kernel.log.verify import verify
walk = verify()
def content(file):
    try:
        return vault.get(file.pk, vault.ORIGINAL, subject=file.subject).decode()
    except vault.Gone:
        return None
print(json.dumps({
    "breaks": [str(each) for each in walk.breaks], "events": walk.events,
    "sealed": Sealed.objects.count(), "lost": Sealed.objects.filter(event=None).count(),
    "restored": [each.payload for each in Event.objects.filter(act="restored").order_by("position")],
    "files": [content(each) for each in StoredFile.objects.order_by("pk")],
    "rows": {model._meta.label_lower: sorted(str(pk) for pk in model._default_manager.values_list("pk", flat=True))
             for model in apps.get_models()}}))
"""
# Events that are acknowledged line by line, for as long as somebody reads.
WRITE = """
import time
from datetime import UTC, datetime
from uuid import UUID
from dienests.kernel.log.streams import Stream, append
stream, number = Stream(kind="trial", id=UUID(int=int(sys.argv[1]))), 0
while True:
    number += 1
    append(stream=stream, act="written", at=datetime.now(UTC), payload={"number": number})
    print(number, flush=True)
    time.sleep(0.002)  # SQLite does not queue its writers: two without any pause can starve each other
"""
WRITTEN = """
from uuid import UUID
from dienests.kernel.log.events import Event
found = Event.objects.filter(stream_kind="trial", stream=UUID(int=int(sys.argv[1])))
print(json.dumps(sorted(each.payload["number"] for each in found)))
"""
# So many further events, sealed and published.
GO_ON = """
from datetime import UTC, datetime
from uuid import UUID
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.streams import Stream, append
for number in range(int(sys.argv[1])):
    append(stream=Stream(kind="trial", id=UUID(int=77)), act="later", at=datetime.now(UTC), payload={"number": number})
print(json.dumps(seal(at=datetime.now(UTC)).size))
"""
# So many events that wait, since a sealer is at work; then it is gone.
WAIT = """
from datetime import UTC, datetime, timedelta
from uuid import UUID
from dienests.kernel.log.sealed import Tree
from dienests.kernel.log.streams import Stream, append
for number in range(int(sys.argv[1])):
    append(stream=Stream(kind="trial", id=UUID(int=78)), act="waits", at=datetime.now(UTC), payload={"number": number})
Tree.objects.update(held_until=datetime.now(UTC) + timedelta(minutes=4))
"""
SEALER_GONE = "from dienests.kernel.log.sealed import Tree\nTree.objects.update(held_until=None)"
# Everything of the case with the text above, or the kinds of data that are named, is erased as the act of erasing does
# it, whoever decided it.
ERASE = (
    f"TEXT = {TEXT!r}\n"
    + """
from datetime import UTC, datetime
from uuid import uuid4
from django.db import transaction
from dienests.conduct.ethics_reports.models import EthicsReport
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import chaining, erased_list, erasing, wiping
pk, now, event = EthicsReport.objects.get(account__startswith=TEXT).case_id, datetime.now(UTC), uuid4()
with transaction.atomic():
    case = chaining.locked(pk)
    kinds = sys.argv[1:] or wiping.kinds(find(case.procedure, case.version))
    wiped = wiping.wipe(case, kinds)
    wiping.empty(wiped.events)
    case.refresh_from_db()
    closed = {"closed_at": now, "turn": "", "due": None}
    chaining.chain(case, erasing.ACT, at=now, event=event, changes=closed | {"erased_at": now})
    erased_list.append(erasing.lines(pk, kinds, event, wiped, now))
print(json.dumps(str(pk)))
"""
)
# One more file of the case with the text above, which goes with none of its messages.
BESIDE = (
    f"TEXT = {TEXT!r}\n"
    + """
from datetime import UTC, datetime
from dienests.conduct.ethics_reports.models import EthicsReport
from dienests.kernel.files import storing
pk = EthicsReport.objects.get(account__startswith=TEXT).case_id
storing.store(storing.prepare("b.txt", b"It stays.\\n"), subject=pk, at=datetime.now(UTC))
"""
)
# A restore that ends once the log is joined, as if the power had gone.
STOP = """
import os
from dienests.cli import restore
from dienests.cli.backups import postgresql, sqlite
sqlite.tidy = postgresql.tidy = lambda: (print("null", flush=True), os._exit(0))
restore.run(sys.argv[1:])
"""
# What the machine holds for whom is being restored: held as a server or as an upgrade would.
HOLD = """
from dienests.cli import lease
with getattr(lease, sys.argv[1])():
    print("held", flush=True)
    sys.stdin.read()
"""
