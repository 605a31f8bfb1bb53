import { domainToASCII } from "node:url"
import { isOnlyNeutral } from "#lib/shared/neutral-words"
import { plainWords } from "#lib/domain/moderation/tokens"
import { findLinks } from "#lib/shared/links"
import { type Result, fail, ok } from "#lib/shared/result"

/** What organisers never want published unseen: whole words in a row, or a host with everything under it. */
export type BlockRule =
  { kind: "words"; value: string; action: "hold" | "spam" } | { kind: "domain"; value: string; action: "hold" | "spam" }

const RULE_MAX_CHARS = 100
const DOMAIN =
  /^(?:\*\.|@|https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}[\p{L}][\p{L}\p{N}-]{0,62})\/?$/iu

/**
 * Reads a rule as an organiser types it: `example.com`, `*.example.com` and `@example.com` are domains, everything else is words.
 *
 * @returns `rule_empty` without a letter or digit; `rule_too_long`; `rule_too_short` for one character; `rule_trade_word` for words
 * of the trade alone: they would hold what this site is for.
 */
export function parseBlockRule(
  typed: string,
  action: BlockRule["action"],
): Result<BlockRule, "rule_empty" | "rule_too_long" | "rule_too_short" | "rule_trade_word"> {
  const text = typed.trim()
  if ([...text].length > RULE_MAX_CHARS) return fail("rule_too_long")
  const domain = domainToASCII(DOMAIN.exec(text)?.[1] ?? "")
  if (domain) return ok({ kind: "domain", value: domain, action })
  const words = plainWords(text)
  if (words.length === 0) return fail("rule_empty")
  if (isOnlyNeutral(words)) return fail("rule_trade_word")
  const value = words.join(" ")
  return [...value].length < 2 ? fail("rule_too_short") : ok({ kind: "words", value, action })
}

/** Where rules are looked for. The network address is not among them: it is not kept. */
export type BlockRuleTarget = { name: string; text: string; website: string | null; emailDomain: string | null }

function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** The words of a text between spaces. Chinese stands apart by character, since it has no word ends to look at. */
function spaced(text: string): string {
  return ` ${plainWords(text)
    .map((word) => (/^\p{sc=Han}/u.test(word) ? [...word].join(" ") : word))
    .join(" ")} `
}

/**
 * The rules that a comment meets. Words match as whole words in a row ("press" does not hit "WordPress"), in Chinese as the same
 * characters in a row; domains match links, the website and the domain of the e-mail address.
 */
export function matchBlockRules(rules: readonly BlockRule[], target: BlockRuleTarget): BlockRule[] {
  if (rules.length === 0) return []
  const text = spaced(`${target.name}\n${target.text}`)
  const addresses = `${target.name}\n${target.text}\n${target.website ?? ""}`
  const hosts = findLinks(addresses).map(({ host }) => host)
  const emailHost = target.emailDomain === null ? "" : domainToASCII(target.emailDomain)
  return rules.filter((rule) =>
    rule.kind === "words"
      ? text.includes(spaced(rule.value))
      : [...hosts, emailHost].some((host) => isUnder(host, rule.value)),
  )
}
