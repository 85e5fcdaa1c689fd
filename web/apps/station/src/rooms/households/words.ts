// Texts of finding and registering a person.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  find: {
    title: ['找人', 'Find the person'],
    label: ['姓名、手机号、身份证号或排队号', 'Name, phone, identity number, or number in the queue'],
    hint: ['姓名、手机号、身份证号或 A07', 'Name, phone, ID number or A07'],
    whole: [
      '姓名和号码要写全。只查完全一样的，不留在地址和日志里。',
      'Whole names and numbers only. What is asked stays in no address and no log.',
    ],
    go: ['查找', 'Find'],
    several: ['找到 {n} 人，按数字选', '{n} people: press a digit to choose'],
    owners: ['用这个手机号登记的有 {n} 人：问一问是哪位', '{n} recorded with this phone: ask who it is'],
    decade: ['{n} 多岁', 'in the {n}s'],
    none: ['没有找到。可以直接登记，两项就够。', 'Nobody found. Write them down: two fields will do.'],
    noNumber: [
      '{label} 没有对应的居民。请从排队名单里点，或者按姓名找。',
      '{label} stands for nobody yet. Choose it in the queue, or look by name.',
    ],
    new: ['登记新的居民', 'Write down a new person'],
    newTitle: ['登记', 'Write down'],
    name: ['姓名', 'Name'],
    place: ['住在哪里', 'Where they live'],
    choosePlace: ['请选择', 'Choose'],
    refused: ['登记没有被接受：{why}', 'The record was not taken: {why}'],
    change: ['重新登记', 'Write down again'],
    birth: ['出生年份', 'Year of birth'],
    phone: ['手机号', 'Phone'],
    newHint: ['不知道年份时，按较严的标准判断。', 'Without a year the stricter rule judges.'],
    save: ['登记并测量', 'Save and measure'],
    needName: ['请写姓名。', 'Please give a name.'],
    needPlace: ['请选一个地方。', 'Please choose a place.'],
    badYear: ['应为四位年份，如 1943。', 'A year of four digits, as 1943.'],
  },
} as const satisfies Words
