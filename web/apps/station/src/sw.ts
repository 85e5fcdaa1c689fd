// The desk's service worker: the desk opens without a network. What it took in is sent by its page; a calling screen says nothing without a server.
import { keepShell } from '@weiguang/offline/shell'

keepShell(/\/screen\//)
