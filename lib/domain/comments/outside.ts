import { type AkismetComment, type AkismetNetwork } from "#lib/domain/moderation/akismet-schema"
import { withoutNetwork } from "#lib/domain/moderation/akismet"
import { sealCheck, sealFeedback } from "#lib/domain/moderation/outside"
import { env } from "#lib/platform/env"
import { type Locale, localePath } from "#lib/shared/locales"

type Outgoing = {
  name: string
  website: string | null
  body: string
  publicId: string
  parent: string | null
  locale: Locale
  slug: string
  now: Date
  network: AkismetNetwork | null
}

/** What the outside service is asked about a comment. There is no e-mail address in it. */
export function outsideCheck({ name, website, body, parent, locale, slug, now, network }: Outgoing): AkismetComment {
  return {
    type: parent ? "reply" : "comment",
    author: name,
    website,
    content: body,
    permalink: env().baseUrl + localePath(locale, `/c/${slug}/comments`),
    postedAt: now.toISOString(),
    parentId: parent,
    languages: [locale],
    network,
  }
}

/** The question with the facts of the connection, and without them for a later correction; both sealed. */
export function sealOutside(commentId: string, check: AkismetComment): { check: Buffer; feedback: Buffer } {
  return {
    check: sealCheck("comment", commentId, check),
    feedback: sealFeedback("comment", commentId, withoutNetwork(check)),
  }
}
