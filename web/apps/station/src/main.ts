// Starts the station: theme, texts, session, and unsent items of an earlier page.
import { createApp, watch } from 'vue'
import { chooseLocale, locale } from '@weiguang/i18n/t'
import { nameTitle } from '@weiguang/live/title'
import { startTheme } from '@weiguang/tokens/theme'
import '@weiguang/tokens/tokens.css'
import '@weiguang/ui/controls.css'
import './station.css'
import App from './App.vue'
import { startWorker } from './update'
import { t } from './words'

startTheme()
chooseLocale(locale.value)
watch(locale, () => nameTitle(t('shell.title')), { immediate: true })
createApp(App).mount('#app')
window.addEventListener('load', startWorker)
