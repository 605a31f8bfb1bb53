import type { NextConfig } from "next"
import { securityHeaders } from "./lib/web/security-headers.ts"

const LANGUAGES = "es|fr|ru|zh"
/** First parts of addresses that have no language: data, files, the framework's own. */
const WITHOUT_LANGUAGE = "api|_next|healthz|readyz|metrics|exit|demo|oembed|\\.well-known"

const headersBut = (left: RegExp) =>
  securityHeaders({ isHttps: false }).flatMap(([key, value]) => (left.test(key) ? [] : [{ key, value }]))

const config: NextConfig = {
  poweredByHeader: false,
  // The front compresses what it keeps; under plain Next that is the reverse proxy's work.
  compress: false,
  generateEtags: false,
  reactStrictMode: true,
  // `npm run check` checks the types; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  // Titles belong in the head of the document, and without scripts nothing moves them there later.
  htmlLimitedBots: /.*/,
  serverExternalPackages: ["pg", "@prisma/adapter-pg", "@prisma/client", "pino", "nodemailer", "pg-boss", "pdfkit"],
  headers: async () => [
    // Strict-Transport-Security is added by the front, which knows at run time whether the site has https.
    // The organisers' area gets a policy of its own in a row below this one: the last row that fits wins, also over the front's.
    { source: "/:path*", headers: headersBut(/^content-security-policy$/i) },
    // The organisers' area has a policy for each request, which the front or the page itself sets.
    {
      source: `/:path((?!(?:(?:${LANGUAGES})/)?admin(?:/|$)).*)`,
      headers: headersBut(/^(?!content-security-policy$)/i),
    },
  ],
  redirects: async () => [{ source: "/en/:path*", destination: "/:path*", permanent: true }],
  rewrites: async () => ({
    beforeFiles: [
      // A page and a handler may share an address. Forms and JSON go to the handlers. In the organisers' area only plain forms do:
      // its pages may have actions of their own.
      ...["application/x-www-form-urlencoded.*", "multipart/form-data.*", "application/json.*"].map((value) => ({
        source: `/:path((?!api/forms|api/auth|_next${value.includes("urlencoded") ? "" : "|admin"}).*)`,
        has: [{ type: "header" as const, key: "content-type", value }],
        destination: "/api/forms/:path",
      })),
      ...[
        ...["/healthz", "/readyz", "/exit", "/demo/outbox", "/demo/outbox.json"],
        ...[
          "/c/:slug/comments/feed.xml",
          "/c/:slug/feed.xml",
          "/n/:id",
          "/c/:slug/colours.css",
          "/m/:id",
          "/admin/tasks/:id/file",
          "/admin/campaigns/:id/signatures/paper/:batch/file",
        ],
        // Mail servers send mail, which is no form.
        ...["/hooks/bounce", "/hooks/reply"],
      ].map((source) => ({ source, destination: `/api/forms${source}` })),
      // English has no prefix.
      { source: "/", destination: "/en" },
      {
        source: `/:path((?!(?:en|${LANGUAGES}|${WITHOUT_LANGUAGE})(?:/|$))(?!.*\\.[a-z0-9]+$).*)`,
        destination: "/en/:path",
      },
    ],
    afterFiles: [],
    fallback: [],
  }),
}

export default config
