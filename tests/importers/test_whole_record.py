"""The shipped record, loaded whole."""

from __future__ import annotations

import time
import pytest
from attacks.importers.record import load, read

@pytest.mark.django_db
def test_time():
    t=time.time(); r=read(); print('read',time.time()-t)
    t=time.time(); o=load(r); print('load',time.time()-t, len(o.created),len(o.changed),len(o.revisions))
    t=time.time(); o=load(r); print('again',time.time()-t, len(o.created),len(o.changed),len(o.revisions),o.is_empty,o.kept[:5],o.changed[:5])
