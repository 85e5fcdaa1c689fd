// Codes of cells: level, parents and default names, as in crates/domain/src/grid/code.rs. Both are tested with
// vectors/cell-codes.json.
import type { Level } from '@weiguang/api/resources'

export const levelOf = (code: string): Level =>
  code.length <= 9 ? 'street' : code.length === 12 ? 'community' : code.length === 15 ? 'grid' : 'micro_grid'
export const parentOf = (code: string) => code.slice(0, code.length === 17 ? 15 : 12)

const DIGITS = '零一二三四五六七八九'
const UNITS = ['', '十', '百']
/** A Chinese numeral under 1,000 as in names: 6 is 六, 12 is 十二, 103 is 一百零三. */
function numeral(number: number): string {
  let said = ''
  for (let unit = 2; unit >= 0; unit -= 1) {
    const digit = Math.floor(number / 10 ** unit) % 10
    if (digit > 0) said += (digit === 1 && unit === 1 && !said ? '' : DIGITS[digit]!) + UNITS[unit]!
    // One zero for consecutive missing digits, and none at the end.
    else if (said && !said.endsWith('零') && number % 10 ** unit > 0) said += '零'
  }
  return said || '零'
}
/** `第十二微网格`, the server's default name. */
export const nameOf = (code: string): string =>
  `第${numeral(Number(code.slice(parentOf(code).length)))}${code.length === 17 ? '微网格' : '网格'}`
