"""A client that openapi-python-client made of the description, against the served demonstration: as somebody would write it who has only that."""

import os
import uuid

from client import AuthenticatedClient, Client
from client.api.access import who_am_i
from client.api.cases import create_case, list_cases, read_case, read_case_events
from client.api.grid import list_areas
from client.api.manual import list_kinds
from client.api.public import list_public_kinds
from client.models import CaseNewCase, CaseQueueName, CaseSource, Problem

base, token, street = os.environ["API_BASE"], os.environ["API_TOKEN"], os.environ["API_STREET"]
client = AuthenticatedClient(base_url=base, token=token)

assert street in [grant.code for grant in who_am_i.sync(client=client).grants]
kinds = list_kinds.sync(client=client)
assert any(kind.id == "corridor-clutter" for kind in kinds.items)
assert list_areas.sync(client=client, under=street).items
assert list_public_kinds.sync(client=Client(base_url=base)).items

new = CaseNewCase(
    id=uuid.UUID(os.environ["API_CASE"]), title="楼道堆放纸箱", detail="三楼楼道堆满纸箱", kind="corridor-clutter",
    address="竹影街25号院3栋", source=CaseSource.API, street=street,
)
key = str(uuid.uuid4())
first, again = [create_case.sync_detailed(client=client, body=new, idempotency_key=key) for _ in range(2)]
assert first.status_code == 201 and again.parsed == first.parsed, (first, again)
assert again.headers["idempotent-replay"] == "true"
read = read_case.sync(new.id, client=client)
assert (read.title, read.source) == (new.title, CaseSource.API)
assert read_case_events.sync(new.id, client=client).items[0].kind == "cases.submitted"
assert any(row.id == new.id for row in list_cases.sync(client=client, view=CaseQueueName.ALL, under=street).items)

refused = read_case.sync_detailed(uuid.uuid4(), client=client)
assert refused.status_code == 404 and isinstance(refused.parsed, Problem) and refused.parsed.code == "kernel.not-found"
nobody = read_case.sync_detailed(new.id, client=Client(base_url=base))
assert nobody.status_code == 401 and nobody.parsed.code == "access.signed-out", nobody
