// The routes of the console: those of the rooms, and the shell's.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { rooms } from './rooms'

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/cases' },
  ...rooms.flatMap((room) => room.routes),
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./ShellNowhereShow.vue') },
]

export const router = createRouter({ history: createWebHistory('/'), routes })
