// Starts the residents' page. Two addresses only, so no router: the tracking page, and everything else is a report.
import { createApp, watch } from 'vue'
import { chooseLocale, locale } from '@weiguang/i18n/t'
import '@weiguang/tokens/tokens.css'
import '@weiguang/ui/controls.css'
import './resident.css'
import App from './App.vue'
import { t } from './words'

chooseLocale(locale.value)
watch(locale, () => { document.title = t('resident.title') }, { immediate: true })
createApp(App).mount('#app')
