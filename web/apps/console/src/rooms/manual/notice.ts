// Parses the State Council's holiday notice from its published text.

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

/** All dates of a sentence in order; a missing year or month is that of the previous date. */
function dates(sentence: string, year: number): string[] {
  let month = 0
  return [...sentence.matchAll(DATE)].map(([, y, m, d]) => {
    year = Number(y ?? year)
    month = Number(m ?? month)
    return iso(year, month, Number(d))
  })
}

/** The content of a pasted notice; fields that are not found stay empty. */
export function readNotice(text: string, year: number): Notice {
  // Brackets contain the weekday and the lunar date.
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
