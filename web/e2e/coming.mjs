// Stands in for what the server is about to serve, only where it does not yet: this page goes when the last address is there.
const ADDRESSES = ['/public/summary?street=510117019', '/cases/summary?code=510117019']
const area = (name, n) => ({ name, open: n, solved_30d: n * 3 })

/** Looks once which addresses the server lacks, and answers for those on this page. */
export async function standIn(page, base) {
  const lacks = []
  for (const address of ADDRESSES) {
    const answer = await page.request.get(`${base}/api/v1${address}`)
    if (!(answer.headers()['content-type'] ?? '').includes('json') || [400, 404, 405, 422].includes(answer.status())) lacks.push(address.split('?')[0])
  }
  const streets = await (await page.request.get(`${base}/api/v1/public/streets`)).json()
  if (lacks.includes('/public/summary')) {
    await page.route('**/api/v1/public/summary?*', (route) => route.fulfill({ json: {
      street: '510117019', name: '合作街道', made_up: true, received_30d: 52, solved_30d: 41, satisfied_30d: 30, answered_30d: 33, median_hours_30d: 20.5,
      by_area: [area('天骄西路社区', 9), area('清水河社区', 4)], by_kind_group: [{ group: { zh: '环境卫生', en: 'Environment' }, solved_30d: 20, median_hours: 12 }],
      recent: [{ day: new Date().toISOString().slice(0, 10), kind: { zh: '路灯不亮', en: 'Street light out' }, place: '天骄西路社区', days: 1 }],
    } }))
  }
  if (lacks.includes('/cases/summary')) {
    await page.route('**/api/v1/cases/summary*', async (route) => {
      const asked = await page.request.get(`${base}/api/v1/cases/counts?under=510117019`)
      if (!asked.ok()) return route.fulfill({ response: asked })
      const counts = await asked.json()
      const rows = await (await page.request.get(`${base}/api/v1/cases?view=all&limit=8`)).json()
      return route.fulfill({ json: {
        at: new Date().toISOString(), code: '510117019', words: '合作街道', open: counts.open, late: counts.late, waiting: counts.waiting, received_today: 3, closed_today: 2, satisfied_30d: 30, answered_30d: 33,
        median_hours_30d: 20.5, by_status: [], by_kind_group: [{ group: { zh: '环境卫生', en: 'Environment' }, open: counts.open, late: counts.late, received_30d: 52 }],
        by_area: [{ code: '510117019006', name: '天骄西路社区', open: counts.open, late: counts.late, closed_30d: 12 }],
        by_day: Array.from({ length: 30 }, (_, at) => ({ day: `2026-11-${String((at % 30) + 1).padStart(2, '0')}`, received: 3 + (at % 5), closed: 2 + (at % 4), late: 0 })),
        recent: rows.items.map((row) => ({ at: row.updated_at, words: row.status_words, kind: row.kind.name, place: '天骄西路社区', status: row.status })),
      } })
    })
  }
  if (streets.items[0]?.photos === undefined) {
    await page.route('**/api/v1/public/streets', (route) => route.fulfill({ json: { items: streets.items.map((one) => ({ ...one, photos: true })) } }))
    await page.route('**/api/v1/public/attachments', (route) => route.fulfill({ json: { id: crypto.randomUUID() } }))
    await page.route('**/api/v1/public/cases', (route) => {
      const { attachments: _laid, ...body } = route.request().postDataJSON()
      return route.continue({ postData: JSON.stringify(body) })
    })
  }
  return lacks
}
