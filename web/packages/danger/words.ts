// Texts beside emergency numbers, the same on every face.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  danger: {
    first: ['有危险，先打电话：', 'In danger? Call first:'],
    others: ['也可能需要', 'Perhaps needed as well'],
    call: ['拨打 {number}，{who}', 'Call {number}, {who}'],
    report: [
      '打完电话再提交：我们会按紧急办理，马上通知网格长和街道。',
      'Call, then send this: it is taken as urgent, and the grid leader and the street are told at once.',
    ],
    sent: [
      '已按紧急办理，网格长和街道已收到通知。还没打电话的，请现在就打：',
      'Taken as urgent; the grid leader and the street are told. If you have not called yet, call now:',
    ],
    kept: ['还没有送到，请先打电话：', 'Not delivered yet. Please call first:'],
    elsewhere: [
      '这件事由{who}办，可以直接打 {number}；我们也会转办。',
      '{who} takes this: you can call {number}. We pass it on as well.',
    ],
    elsewhereNoNumber: ['这件事由{who}办；我们也会转办。', '{who} takes this; we pass it on as well.'],
    lacking: ['号码待街道填写', 'the street has not filled in the number'],
    department: ['联系部门', 'Department'],
    place: ['地点', 'Place'],
    need_no: ['不需要', 'not needed'],
    need_wish: ['最好有', 'wished for'],
    need_must: ['必须有', 'required'],
    line: ['紧急电话', 'Emergency numbers'],
    fire: ['起火', 'Fire'],
    police: ['伤人报警', 'Police'],
    ambulance: ['急救', 'Ambulance'],
    traffic: ['交通事故', 'Road accident'],
  },
} as const satisfies Words
export const t = dictionary(words)
