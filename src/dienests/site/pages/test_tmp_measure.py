from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access.account import Account
from dienests.site.demonstration import load


@pytest.mark.django_db
def test_m():
    import time; t=time.time(); load(at=datetime.now(UTC)); print("load",time.time()-t)
    def as_(name):
        c=Client(HTTP_HOST='localhost'); c.get('/sign-in/')
        r=c.post('/sign-in/demonstration/',{'person':str(Account.objects.get(person__family_name=name).person_id)}); assert r.status_code==302; print(name, r['Location'])
        return c
    def q(c,u,show=False):
        with CaptureQueriesContext(connection,) as ctx: r=c.get(u)
        print(len(ctx), r.status_code, u)
        if show:
            for x in ctx.captured_queries: print('   ',x['sql'][:160])
    from dienests.kernel.cases.models import Case
    an=Client(HTTP_HOST='localhost')
    for u in ('/','/rulebook/vpd-ethics-code-2026/','/rulebook/vpd-ethics-code-2026/25/','/services/ethics-report/','/sign-in/'): q(an,u); q(an,u)
    c=as_('Liepziediņš')
    for u in ('/','/desk/','/desk/all/','/mine/','/rulebook/vpd-ethics-code-2026/25/'): q(c,u)
    for case in Case.objects.order_by('number'): q(c,f'/case/{case.pk}/', case.number=='EK-2025-0034')
    p=as_('Akmeņlauks'); q(p,'/mine/',True)
    for case in Case.objects.filter(opener__family_name='Akmeņlauks'): q(p,f'/case/{case.pk}/'); q(p,f'/case/{case.pk}/receipt/')
