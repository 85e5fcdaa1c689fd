// Parsing published notices of the State Council.
import { expect, it } from 'vitest'
import { readNotice } from '../apps/console/src/rooms/manual/notice'

const OF_2026 = `国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日`

it('reads the notice of 2026 whole', () => {
  const notice = readNotice(OF_2026.replace('2026年\n部分', '2026年部分'), 2026)
  expect(notice.title).toBe('国务院办公厅关于2026年部分节假日安排的通知')
  expect([notice.notice, notice.issued]).toEqual(['国办发明电〔2025〕7号', '2025-11-04'])
  expect(notice.holidays).toEqual([
    { name: '元旦', from: '2026-01-01', to: '2026-01-03' },
    { name: '春节', from: '2026-02-15', to: '2026-02-23' },
    { name: '清明节', from: '2026-04-04', to: '2026-04-06' },
    { name: '劳动节', from: '2026-05-01', to: '2026-05-05' },
    { name: '端午节', from: '2026-06-19', to: '2026-06-21' },
    { name: '中秋节', from: '2026-09-25', to: '2026-09-27' },
    { name: '国庆节', from: '2026-10-01', to: '2026-10-07' },
  ])
  expect(notice.workdays).toEqual(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])
})

it('knows a holiday of one day, one that began in the year before, and two that were one', () => {
  const text = `一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、清明节：4月5日放假，共1天。
三、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`
  expect(readNotice(text, 2023)).toEqual({
    title: '',
    notice: '',
    issued: '',
    holidays: [
      { name: '元旦', from: '2022-12-31', to: '2023-01-02' },
      { name: '清明节', from: '2023-04-05', to: '2023-04-05' },
      { name: '国庆节、中秋节', from: '2023-10-01', to: '2023-10-08' },
    ],
    workdays: ['2023-09-28', '2023-10-11'],
  })
})

it('makes nothing of a text that is no notice', () => {
  expect(readNotice('明天不上班', 2027)).toEqual({ title: '', notice: '', issued: '', holidays: [], workdays: [] })
})
