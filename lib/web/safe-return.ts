import { env } from "#lib/platform/env"

const PATH_MAX_CHARS = 500

/**
 * Where a form may lead back to: a path on this site.
 *
 * Anything else – another host, `//host`, a backslash, a control character – becomes the fallback (trust.md I12).
 */
export function safeReturn(wanted: string | undefined, fallback: string): string {
  if (!wanted || wanted.length > PATH_MAX_CHARS || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted)) return fallback
  const { origin } = new URL(env().baseUrl)
  if (!URL.canParse(wanted, origin)) return fallback
  const url = new URL(wanted, origin)
  // Dots that go up can leave two slashes at the beginning, which is another host again.
  const stays = url.origin === origin && !url.pathname.startsWith("//")
  return stays ? url.pathname + url.search + url.hash : fallback
}
