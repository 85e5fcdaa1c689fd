// The desk's service worker: the app offline. Its page sends the outbox; calling screens need the server.
import { keepShell } from '@weiguang/offline/shell'

keepShell(/\/screen\//)
