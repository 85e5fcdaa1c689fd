// The State Council's notice of a year's holidays, read from its text as it stands on the government's site.

export interface Holiday {
  name: string
  from: string
  to: string
}
export interface Notice {
  title: string
  notice: string
  issued: string
  holidays: Holiday[]
  workdays: string[]
}

const iso = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
const DATE = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日/g

/** Every date of a sentence in its order; a date without year or month has that of the one before. */
function dates(sentence: string, year: number): string[] {
  let month = 0
  return [...sentence.matchAll(DATE)].map(([, y, m, d]) => {
    year = Number(y ?? year)
    month = Number(m ?? month)
    return iso(year, month, Number(d))
  })
}

/** What a pasted notice says; what is not found in it stays empty, for whoever pasted it to fill in. */
export function readNotice(text: string, year: number): Notice {
  // What stands in brackets is the weekday and the lunar date.
  const plain = text.replace(/[（(][^）)]*[）)]/g, '').replace(/[ \t\u3000]/g, '')
  const notice: Notice = {
    title: /国务院办公厅关于\d{4}年部分节假日安排的通知/.exec(plain)?.[0] ?? '',
    notice: /国办发明电[〔[]\d{4}[〕\]]\d+号/.exec(plain)?.[0] ?? '',
    issued: '',
    holidays: [],
    workdays: [],
  }
  const signed = [...plain.matchAll(/^(\d{4})年(\d{1,2})月(\d{1,2})日$/gm)].at(-1)
  if (signed) notice.issued = iso(Number(signed[1]), Number(signed[2]), Number(signed[3]))
  for (const part of plain.split(/(?:^|\n)[一二三四五六七八九十]+、/).slice(1)) {
    const [, name, said] = /^([^：:]{1,20})[：:]([^]*)$/.exec(part) ?? []
    for (const sentence of (said ?? '').split('。')) {
      const found = dates(sentence, year)
      if (name && /放假|连休/.test(sentence) && found[0])
        notice.holidays.push({ name, from: found[0], to: /至/.test(sentence) ? (found[1] ?? found[0]) : found[0] })
      else if (/上班/.test(sentence)) notice.workdays.push(...found)
    }
  }
  return notice
}
