import { createHmac, timingSafeEqual } from "node:crypto"
import { deriveKey } from "#lib/platform/keys"

/** A form may stand open this long; then the person is asked to press again. */
const OLD_AFTER_HOURS = 48

function sign(minutes: string): string {
  return createHmac("sha256", deriveKey("form stamp")).update(minutes).digest("base64url").slice(0, 22)
}

/**
 * The time a form was made, in minutes, signed. The same for everyone who gets the same cached page, so it tells nothing of a visitor.
 */
export function formStamp(now = new Date()): string {
  const minutes = Math.floor(now.getTime() / 60_000).toString(36)
  return `${minutes}.${sign(minutes)}`
}

/**
 * Judges the stamp of a posted form.
 *
 * @returns `missing` for callers without our page (the API, an embed, an old copy), `forged` when it is not ours, `old` after 48 hours.
 */
export function judgeStamp(stamp: string | undefined, now = new Date()): "fine" | "missing" | "forged" | "old" {
  if (!stamp) return "missing"
  const [minutes = "", signature = ""] = stamp.split(".", 2)
  const expected = Buffer.from(sign(minutes))
  const given = Buffer.from(signature)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return "forged"
  const madeAt = Number.parseInt(minutes, 36) * 60_000
  return now.getTime() - madeAt > OLD_AFTER_HOURS * 3_600_000 ? "old" : "fine"
}
