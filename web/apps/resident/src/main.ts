// Starts the residents' pages. Few URLs, so no router.
import { createApp, watch } from 'vue'
import { chooseLocale, locale } from '@weiguang/i18n/t'
import { startTheme } from '@weiguang/tokens/theme'
import '@weiguang/tokens/tokens.css'
import '@weiguang/ui/controls.css'
import './resident.css'
import App from './App.vue'
import { chooseElder, elder } from './look'
import { t } from './words'

chooseLocale(locale.value)
chooseElder(elder.value)
startTheme()
watch(
  locale,
  () => {
    document.title = t('resident.title')
  },
  { immediate: true },
)
createApp(App).mount('#app')
