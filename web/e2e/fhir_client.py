"""fhirpy against the served demonstration: it reads, counts, pages, sorts and writes as the health centre's own scripts do."""

import datetime
import os
import uuid

from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome, ResourceNotFound

LOINC = "http://loinc.org"
patient = os.environ["FHIR_PATIENT"]
client = SyncFHIRClient(os.environ["FHIR_URL"], authorization="Bearer " + os.environ["FHIR_TOKEN"])

assert client.resources("Patient").search(_id=patient).get().id == patient
assert client.reference("Patient", patient).to_resource()["resourceType"] == "Patient"

now = datetime.datetime.now(datetime.timezone.utc)


def part(code, value):
    quantity = {"value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}
    return {"code": {"coding": [{"system": LOINC, "code": code}]}, "valueQuantity": quantity}


def panel(systolic, minutes):
    return client.resource(
        "Observation",
        identifier=[{"system": "urn:test", "value": str(uuid.uuid4())}],
        status="final",
        code={"coding": [{"system": LOINC, "code": "85354-9"}]},
        subject={"reference": "Patient/" + patient},
        effectiveDateTime=(now - datetime.timedelta(minutes=minutes)).isoformat(),
        component=[part("8480-6", systolic), part("8462-4", 78)],
    )


before = client.resources("Observation").search(patient=patient, code="85354-9").count()
for systolic, minutes in [(126, 9), (128, 8), (130, 7)]:
    entered = panel(systolic, minutes)
    entered.save()
    assert entered.id.endswith("-bp") and entered["meta"]["versionId"] == "1", entered

pressures = client.resources("Observation").search(patient="Patient/" + patient, code=LOINC + "|85354-9")
assert pressures.count() == before + 3
since = (now - datetime.timedelta(minutes=9, seconds=30)).isoformat()
newest = pressures.search(date__ge=since).sort("-date").fetch()
values = [one.get_by_path(["component", 0, "valueQuantity", "value"]) for one in newest]
assert [value for value in values if value in (126, 128, 130)] == [130, 128, 126], values
assert len(pressures.limit(1).fetch_all()) == before + 3, "every page together is everything"
assert pressures.search(_lastUpdated__ge=(now - datetime.timedelta(hours=1)).isoformat()).count() >= 3
assert pressures.sort("-date").first().get_by_path(["subject", "reference"]) == "Patient/" + patient
client.resources("Task").search(patient=patient).fetch_all()
client.resources("Flag").search(subject=patient).fetch_all()
client.resources("Appointment").search(patient=patient).fetch_all()

twice = panel(190, 1)
twice["component"] = [part("8480-6", 190), part("8480-6", 120), part("8462-4", 78)]
for wrong, expected in [
    (twice.save, OperationOutcome),
    (lambda: client.resources("Encounter").search(patient=patient).fetch(), ResourceNotFound),
    (lambda: client.reference("Observation", "nothing").to_resource(), ResourceNotFound),
]:
    try:
        wrong()
    except expected:
        continue
    raise AssertionError("it was not refused: %r" % (expected,))
