// Starts the console: server state, routes, and the sign-in page when a session ends.
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createApp, watch } from 'vue'
import { onSignedOut } from '@weiguang/api/client'
import { chooseLocale, locale } from '@weiguang/i18n/t'
import { nameTitle } from '@weiguang/live/title'
import { startTheme } from '@weiguang/tokens/theme'
import '@weiguang/tokens/tokens.css'
import '@weiguang/ui/controls.css'
import './console.css'
import App from './App.vue'
import { router } from './router'
import { t } from './words'

const queries = new QueryClient({
  // The client retries by itself, and repeating a refused request does not help.
  defaultOptions: { queries: { retry: false, staleTime: 10_000, refetchOnWindowFocus: true } },
})

onSignedOut(() => {
  queries.setQueryData(['session'], null)
  const here = router.currentRoute.value
  // Public pages need no session: the wall shows the sign-out as text, and invitees have no account yet.
  if (!here.meta.open) void router.replace({ name: 'sign-in', query: { next: here.fullPath } })
})

startTheme()
chooseLocale(locale.value)
watch(locale, () => nameTitle(t('shell.title')), { immediate: true })
createApp(App).use(router).use(VueQueryPlugin, { queryClient: queries }).mount('#app')
