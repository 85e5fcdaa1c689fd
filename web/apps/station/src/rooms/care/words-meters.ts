// Texts of Bluetooth meters.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  meter: {
    read: ['从仪器读取', 'Read a meter'],
    busy: ['正在等仪器…', 'Waiting for the meter…'],
    took: ['已从仪器读取，看一眼再保存。', 'Taken from the meter: look at it, then save.'],
    old: [
      '这是仪器里存着的记录，{age}（{at}）的，不是刚才量的。',
      'This is a stored record, {age} old ({at}), and not a fresh one.',
    ],
    undated: [
      '仪器没有说这是什么时候量的，可能是以前存着的。',
      'The meter does not say when this was measured: it may be an old record.',
    ],
    ahead: [
      '仪器的时钟不对，不能确定这是不是刚才量的。',
      'The meter’s clock is wrong: it is not certain that this is fresh.',
    ],
    used: [
      '这条记录（{at}）刚才已经记给一位居民了，不是新量的。',
      'This record ({at}) was taken for somebody already: it is not a new one.',
    ],
    stopWait: ['不等了，看这条', 'Stop waiting'],
    waitsFresh: ['正在等新的读数…', 'Waiting for a fresh reading…'],
    useOld: ['是这位的，用这个数', 'It is theirs: use it'],
    leaveOld: ['不用，重新量', 'Do not use it'],
    minutes: ['{n} 分钟', '{n} min'],
    hours: ['{n} 小时', '{n} h'],
    days: ['{n} 天', '{n} days'],
    tookOld: ['用的是 {at} 的记录，按那个时间记下。', 'The record of {at} is used, under that time.'],
    none: ['这台仪器连不上。', 'This meter cannot be connected.'],
    lost: ['和仪器的连接断了，请再试一次，或直接输入。', 'The meter was lost. Try again, or type it.'],
    nothing: ['仪器里没有可用的读数，请再量一次。', 'The meter has no usable reading: measure again.'],
    control: ['这是质控液的读数，不是病人的。', 'This is a control solution, nobody’s reading.'],
    battery: ['仪器电量不足，读数不可靠。', 'The meter’s battery is low: the reading is not reliable.'],
    sensor: ['仪器传感器有故障，请换一台。', 'The meter’s sensor is faulty: use another.'],
    sample: ['血量不够，请换试纸再测。', 'Too little blood: take a new strip.'],
    strip: ['试纸不对或没有插好，请换一条。', 'The strip is wrong or loose: take another.'],
    temperature: ['环境过冷或过热，仪器不可靠。', 'Too cold or too warm for the meter.'],
    fault: ['仪器报告故障，请再测一次。', 'The meter reports a fault: measure again.'],
    time: ['仪器时间不可靠，请核对后再测。', 'The meter’s clock is not reliable: check it, then measure again.'],
    moved: ['测量时动了，请坐好再量一次。', 'They moved while it measured: sit still, and again.'],
    loose: ['袖带太松，请绑好再量一次。', 'The cuff is loose: fasten it, and again.'],
    position: ['手臂位置不对，请放平再量一次。', 'The arm lies wrong: lay it level, and again.'],
  },
} as const satisfies Words
