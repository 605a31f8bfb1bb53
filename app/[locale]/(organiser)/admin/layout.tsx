import type { ReactNode } from "react"
import { headers } from "next/headers"
import { assets } from "#lib/generated/assets"
import { PUBLIC_POLICY } from "#lib/web/security-headers"

/** The organisers' area: its own style sheet, and a policy in any case. */
export default async function Layout({ children }: { children: ReactNode }) {
  // The front asks with a policy of its own for each request; without the front this one holds, and the pages need no script.
  const hasPolicy = (await headers()).has("content-security-policy")
  return (
    <>
      {!hasPolicy && (
        <meta httpEquiv="Content-Security-Policy" content={PUBLIC_POLICY.replace(/; frame-ancestors.*$/, "")} />
      )}
      <meta name="robots" content="noindex" />
      <link rel="stylesheet" href={assets.admin} />
      {children}
    </>
  )
}
