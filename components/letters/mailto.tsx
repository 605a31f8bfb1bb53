/** Longer addresses are cut by mail programs. */
const HREF_MAX_CHARS = 1_800

/** Opens the writer's own mail program with the whole letter; `null` when it would not fit (RFC 6068). */
export function mailtoHref(address: string, { subject, text }: { subject: string; text: string }): string | null {
  const body = encodeURIComponent(text.replaceAll("\n", "\r\n"))
  const [local = "", domain = ""] = address.split("@")
  const href = `mailto:${encodeURIComponent(local)}@${domain}?subject=${encodeURIComponent(subject)}&body=${body}`
  return href.length <= HREF_MAX_CHARS ? href : null
}
