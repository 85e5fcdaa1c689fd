// @vitest-environment node
// The server's FHIR answers, checked by a validator with HL7's R4 definitions. The examples are written by server tests.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Fhir } from 'fhir/fhir'
import { describe, expect, it } from 'vitest'

interface Resource {
  resourceType: string
  id?: string
  status?: string
}

const file = fileURLToPath(
  new URL(
    '../../crates/server/src/standards/fhir/snapshots/weiguang_server__standards__fhir__tests__examples.snap',
    import.meta.url,
  ),
)
const [, , ...body] = readFileSync(file, 'utf8').split(/^---$/m)
const examples = JSON.parse(body.join('---')) as Resource[]
const validator = new Fhir()
/** The validator has only HL7's code systems: it cannot check LOINC and our own codes. */
const ELSEWHERE =
  /^Code "[^"]+" \((?:http:\/\/loinc\.org|http:\/\/terminology\.hl7\.org\/CodeSystem\/v3-ObservationInterpretation|urn:weiguang:problem)\) not found in value set$/

describe('FHIR R4', () => {
  it('has an example of each resource that is served', () => {
    expect(new Set(examples.map((one) => one.resourceType))).toEqual(
      new Set([
        'Patient',
        'Bundle',
        'Observation',
        'Flag',
        'Task',
        'Appointment',
        'OperationOutcome',
        'CapabilityStatement',
      ]),
    )
  })
  it.each(examples.map((one, n) => [`${n}: ${one.resourceType} ${one.id ?? ''}`, one] as const))(
    '%s is valid',
    (_, resource) => {
      const found = validator.validate(resource, { errorOnUnexpected: true })
      expect(found.messages.filter((said) => said.severity !== 'info' && !ELSEWHERE.test(said.message ?? ''))).toEqual(
        [],
      )
      expect(found.valid).toBe(true)
    },
  )
  it('would say so of what is not', () => {
    const broken = { ...examples.find((one) => one.resourceType === 'Observation')!, status: 'done', valued: 1 }
    const found = validator.validate(broken, { errorOnUnexpected: true })
    expect(found.valid).toBe(false)
    expect(found.messages.map((message) => message.location).join(' ')).toMatch(/status.*valued|valued.*status/)
  })
})
