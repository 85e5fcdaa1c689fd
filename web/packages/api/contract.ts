// The API as the pages expect it, in the shape that openapi-typescript generates, until the server's own document replaces it.
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import type { Said } from '@weiguang/i18n/t'
import type { ProblemBody } from './problem'
import type { ConsolePaths } from './contract-console'
import type * as R from './resources'

type Query = Record<string, string | number | boolean | undefined>
interface Call<Answer, Body = never, Q extends Query = Query> {
  parameters: { query?: Q; path?: Record<string, string>; header?: Record<string, string> }
  requestBody?: { content: { 'application/json': Body } }
  responses: {
    200: { content: { 'application/json': Answer } }
    default: { content: { 'application/problem+json': ProblemBody } }
  }
}
interface At<Names extends string, Answer, Body = never> extends Omit<Call<Answer, Body>, 'parameters'> {
  parameters: { query?: Query; path: Record<Names, string>; header?: Record<string, string> }
}
type List<Item> = { items: Item[]; next: string | null }
export type Shapes = FeatureCollection<Polygon | MultiPolygon, { code: string; name: string; kind: string }>

export interface paths extends ConsolePaths {
  '/session': {
    get: Call<R.Me>
    post: Call<R.Me, { login: string; password: string }>
    delete: Call<undefined>
  }
  '/session/demo': { get: Call<{ demo: boolean; accounts: R.DemoAccount[] }> }
  '/session/password': { put: Call<undefined, { old: string; new: string }> }

  '/grid/areas': { get: Call<List<R.Area>> }
  '/grid/cells': { get: Call<{ items: R.Cell[] }> }
  '/grid/cells/{code}': { get: At<'code', R.CellDetail> }
  '/grid/shapes': { get: Call<Shapes> }
  '/grid/locate': { post: Call<R.Placing, { point?: R.Point; datum?: R.Datum; address?: string; street?: string }> }

  '/people/accounts': { get: Call<List<R.Account>>; post: Call<R.Account, R.AccountDraft> }
  '/people/accounts/{id}': { get: At<'id', R.Account>; patch: At<'id', R.Account, { name?: string; login?: string; phone?: string }> }
  '/people/accounts/{id}/password': { put: At<'id', R.Account, { password: string }> }
  '/people/accounts/{id}/unmask': { post: At<'id', { phone: string }, { reason: string }> }
  '/people/accounts/{id}/leave': { post: At<'id', R.Left, { day: string }> }
  '/people/assignments': { post: Call<R.Grant, R.AssignmentDraft> }
  '/people/assignments/{id}': { delete: At<'id', undefined> }
  '/people/absences': { get: Call<{ items: R.Absence[] }>; post: Call<undefined, { id: string; account: string; since: string; until: string; deputy: string }> }
  '/people/duty': { get: Call<{ items: R.Duty[] }> }
  '/people/holes': { get: Call<{ items: R.Duty[] }> }
  '/people/handovers/{id}': { get: At<'id', R.Handover> }

  '/manual/kinds': { get: Call<List<R.Kind>>; post: Call<{ id: string; version: number }, { text: string }> }
  '/manual/kinds/{id}': { get: At<'id', R.KindDetail> }
  '/manual/suggest': { post: Call<{ items: { id: string; score: number }[] }, { text: string }> }

  '/cases': { get: Call<List<R.CaseRow>>; post: Call<R.Receipt, R.CaseDraft> }
  '/cases/counts': { get: Call<R.Counts> }
  '/cases/nearby': { post: Call<{ items: R.KnownMatter[] }, R.NearbyQuestion> }
  '/cases/{id}': { get: At<'id', R.Case> }
  '/cases/{id}/events': { get: At<'id', List<R.CaseEvent>> }
  '/cases/{id}/actions': { post: At<'id', R.Case | R.Receipt, R.CaseAction> }
  '/cases/{id}/unmask': { post: At<'id', { name: string; phone: string }, { reason: string }> }
  '/cases/{id}/attachments': { post: At<'id', { id: string }, FormData> }
  '/cases/{id}/verify': { get: At<'id', { entries: number; intact: boolean; broken: string | null }> }

  '/public/streets': { get: Call<{ items: R.PublicStreet[] }> }
  '/public/kinds': { get: Call<{ items: R.PublicKind[] }> }
  '/public/shapes': { get: Call<Shapes> }
  '/public/locate': { post: Call<R.Placing, { point?: R.Point; datum?: R.Datum; address?: string; street: string }> }
  '/public/cases': { post: Call<R.PublicReceipt, R.PublicDraft> }
  '/public/attachments': { post: Call<{ id: string }, FormData> }
  '/public/nearby': { post: Call<{ items: R.KnownMatter[] }, R.NearbyQuestion> }
  '/public/track/{token}/join': { post: At<'token', { joined: number }, { id: string; phone?: string }> }
  '/public/track/{token}': { get: At<'token', R.Track> }
  '/public/track/{token}/answer': { post: At<'token', { status: R.Status }, { answer: 'satisfied' | 'not'; words?: string }> }

  '/inbox': { get: Call<List<R.InboxMessage> & { unread: number }> }
  '/inbox/read': { post: Call<{ changed: number }, { id?: string; street?: string }> }
  '/outbox': { get: Call<List<R.OutboxMessage>> }
  '/outbox/destinations': { get: Call<{ items: R.Destination[] }>; post: Call<{ changed: number }, { id: string; name: string; url: string; secret: string; topics: string[]; code: string }> }
  '/outbox/destinations/{id}': { delete: At<'id', { changed: number }> }
  '/outbox/{id}/retry': { post: At<'id', { changed: number }> }

  '/imports/{kind}': { post: At<'kind', R.ImportReport & { id?: string }, FormData> }
  '/imports/{id}': { get: At<'id', R.ImportRun> }
}

export type { Said }
export type * from './resources'
export type * from './contract-console'
