// Speech input where available; an optional aid.
import { onScopeDispose, ref } from 'vue'
import { locale } from '@weiguang/i18n/t'

interface Heard extends Event {
  results: ArrayLike<ArrayLike<{ transcript: string }>>
}
interface Listener extends EventTarget {
  lang: string
  start(): void
  stop(): void
}
type Listening = new () => Listener
const found = window as unknown as { SpeechRecognition?: Listening; webkitSpeechRecognition?: Listening }
const Ear = found.SpeechRecognition ?? found.webkitSpeechRecognition

export function useVoice(hear: (text: string) => void) {
  const listening = ref(false)
  const failed = ref(false)
  let ear: Listener | null = null

  function listen(): void {
    if (!Ear) return
    if (listening.value) return ear?.stop()
    failed.value = false
    ear = new Ear()
    ear.lang = locale.value === 'zh' ? 'zh-CN' : 'en-GB'
    ear.addEventListener('result', (event) => {
      const text = Array.from((event as Heard).results, (result) => result[0]?.transcript ?? '').join('')
      if (text) hear(text)
    })
    ear.addEventListener('end', () => {
      listening.value = false
    })
    ear.addEventListener('error', () => {
      failed.value = true
      listening.value = false
    })
    listening.value = true
    ear.start()
  }
  onScopeDispose(() => ear?.stop())
  return { can: Boolean(Ear), listening, failed, listen }
}
