import { Resolver } from "node:dns/promises"

const TIMEOUT_MS = 3_000

/** One record that mail servers look for, and whether it is there. `unknown` when the name servers did not answer in time. */
export type SenderRecord = {
  kind: "SPF" | "DKIM" | "DMARC"
  state: "found" | "missing" | "wrong" | "unknown"
  /** The name in the DNS. */
  name: string
  /** What is there, cut to a line; `null` when nothing is. */
  found: string | null
  /** The record to add; `null` when it is there, or nothing can be said. */
  add: string | null
}

type Lookup = { state: "answered"; texts: string[] } | { state: "unknown" }

const SHOWN_MAX_CHARS = 200

/**
 * Looks up whether a domain says that it sends mail: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489), three TXT look-ups of three
 * seconds at most.
 *
 * @param dkim Domain, selector and public key (base64 of the DER form) of the key that signs; `null` when we do not sign ourselves.
 * @param servers Name servers to ask, `address:port`; the machine's own when left out.
 */
export async function checkSenderRecords(
  domain: string,
  {
    dkim,
    servers,
  }: { dkim: { domain: string; selector: string; publicKey: string } | null; servers?: readonly string[] },
): Promise<SenderRecord[]> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 })
  if (servers) resolver.setServers(servers)
  const look = (name: string) => lookUp(resolver, name)
  const timer = setTimeout(() => resolver.cancel(), TIMEOUT_MS)
  try {
    const dkimName = dkim && `${dkim.selector}._domainkey.${dkim.domain}`
    const [spf, dmarc, key] = await Promise.all([
      look(domain),
      look(`_dmarc.${domain}`),
      dkimName ? look(dkimName) : null,
    ])
    return [
      judge("SPF", domain, spf, /^v=spf1(?: |$)/i, "v=spf1 mx -all", () => true),
      judge("DMARC", `_dmarc.${domain}`, dmarc, /^v=DMARC1\s*;/i, "v=DMARC1; p=quarantine", (text) =>
        /;\s*p\s*=\s*(?:none|quarantine|reject)/i.test(text),
      ),
      ...(dkim && dkimName && key
        ? [
            judge("DKIM", dkimName, key, /(?:^v=DKIM1\b|\bp=)/i, `v=DKIM1; k=rsa; p=${dkim.publicKey}`, (text) =>
              text.replace(/\s/g, "").includes(`p=${dkim.publicKey}`),
            ),
          ]
        : []),
    ]
  } finally {
    clearTimeout(timer)
  }
}

async function lookUp(resolver: Resolver, name: string): Promise<Lookup> {
  try {
    const records = await resolver.resolveTxt(name)
    return { state: "answered", texts: records.map((parts) => parts.join("")) }
  } catch (error) {
    const { code } = error as { code?: string }
    // The name is not there, or has no such record; everything else is no answer.
    return code === "ENOTFOUND" || code === "ENODATA" ? { state: "answered", texts: [] } : { state: "unknown" }
  }
}

function judge(
  kind: SenderRecord["kind"],
  name: string,
  lookup: Lookup,
  isOurs: RegExp,
  add: string,
  isRight: (text: string) => boolean,
): SenderRecord {
  if (lookup.state === "unknown") return { kind, name, state: "unknown", found: null, add: null }
  const records = lookup.texts.filter((text) => isOurs.test(text))
  const [found] = records
  if (found === undefined) return { kind, name, state: "missing", found: null, add }
  // Two records of a kind count as none (RFC 7208 §4.5, RFC 7489 §6.6.3).
  const isFine = records.length === 1 && isRight(found)
  const shown = records.join(" | ").slice(0, SHOWN_MAX_CHARS)
  return isFine
    ? { kind, name, state: "found", found: shown, add: null }
    : { kind, name, state: "wrong", found: shown, add }
}
