type HeaderList = [name: string, value: string][]

/** What browsers may do on public pages: nothing but our own style sheet, script and images. */
export const PUBLIC_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ")

/**
 * The same for the organisers' area, which is made of components that run in the browser.
 *
 * @param nonce Another one for each request.
 */
export function areaPolicy(nonce: string): string {
  return PUBLIC_POLICY.replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`)
}

// What a petition needs of a device is nothing, except copying text and the share sheet, which are not named here.
const FEATURES = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "usb",
  "xr-spatial-tracking",
]

/** Two years: more than the year that lists of https-only sites ask for. */
const HSTS_SECONDS = 63_072_000

/**
 * Headers of every answer of the site, also of faults (trust.md I1, I2).
 *
 * `same-origin` for the referrer: with `no-referrer` browsers send `Origin: null` with our own forms.
 */
export function securityHeaders({ isHttps }: { isHttps: boolean }): HeaderList {
  return [
    ["Content-Security-Policy", PUBLIC_POLICY],
    ["Referrer-Policy", "same-origin"],
    ["X-Content-Type-Options", "nosniff"],
    ["X-Frame-Options", "DENY"],
    ["Permissions-Policy", FEATURES.map((feature) => `${feature}=()`).join(", ")],
    ["Cross-Origin-Opener-Policy", "same-origin"],
    ["Cross-Origin-Resource-Policy", "same-origin"],
    // Looking up the hosts of links in advance would tell others what a visitor reads.
    ["X-DNS-Prefetch-Control", "off"],
    ...(isHttps ? ([["Strict-Transport-Security", `max-age=${HSTS_SECONDS}`]] satisfies HeaderList) : []),
  ]
}
