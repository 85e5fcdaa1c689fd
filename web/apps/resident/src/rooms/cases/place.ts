// The device's location, on request only.
import type { Point } from '@weiguang/api/resources'

/** The browser's location, in WGS-84. */
export function whereAmI(): Promise<Point> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude }),
      (failure) => reject(new Error(failure.code === failure.PERMISSION_DENIED ? 'refused' : 'failed')),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    )
  })
}
