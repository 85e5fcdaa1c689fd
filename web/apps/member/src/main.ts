// Starts the app: theme, texts, stored data, then the service worker.
import { createApp, watch } from 'vue'
import { chooseLocale, locale } from '@weiguang/i18n/t'
import { nameTitle } from '@weiguang/live/title'
import { startTheme } from '@weiguang/tokens/theme'
import '@weiguang/tokens/tokens.css'
import '@weiguang/ui/controls.css'
import './member.css'
import App from './App.vue'
import { start } from './phone'
import { t } from './words'
import { startWorker } from './update'

startTheme()
chooseLocale(locale.value)
watch(locale, () => nameTitle(t('shell.title')), { immediate: true })
void start().then(() => performance.mark('app:ready'))
createApp(App).mount('#app')
window.addEventListener('load', startWorker)
