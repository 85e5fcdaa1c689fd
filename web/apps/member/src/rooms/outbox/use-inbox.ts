// Marks the inbox as read, by street.
import { newId } from '@weiguang/api/intention'
import { ask } from '@weiguang/offline/wire'

/** On failure the street's messages stay unread. */
export async function markRead(streets: readonly { code: string }[]): Promise<void> {
  for (const { code } of streets)
    await ask('/inbox/read', { method: 'POST', key: newId(), json: { street: code } }).catch(() => null)
}
