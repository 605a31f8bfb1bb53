import { ESLint } from "eslint"
import tseslint from "typescript-eslint"
import { beforeAll, expect, it } from "vitest"

let eslint: ESLint

// The planted files do not exist, so the rules that need the types of the whole project stay out.
beforeAll(() => {
  eslint = new ESLint({ overrideConfig: [{ files: ["**/*.ts", "**/*.tsx"], ...tseslint.configs.disableTypeChecked }] })
})

async function rulesBrokenBy(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath })
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message)
}

const BOUNDARY = "boundaries/dependencies"
const NEXT = "no-restricted-imports"
const SYNTAX = "no-restricted-syntax"

it.each([
  ["a route opens the database", "app/planted/route.ts", `import "#lib/platform/db"`, BOUNDARY],
  ["a component opens the database", "components/signatures/planted.tsx", `import "#lib/platform/db"`, BOUNDARY],
  ["a component knows a route", "components/signatures/planted.tsx", `import "../../app/[locale]/layout"`, BOUNDARY],
  ["a plain piece knows a domain", "components/ui/planted.tsx", `import "#lib/domain/campaigns/queries"`, BOUNDARY],
  ["the front knows a domain", "lib/front/planted.ts", `import "../domain/campaigns/queries"`, BOUNDARY],
  ["machinery knows a domain", "lib/platform/planted.ts", `import "../domain/campaigns/queries"`, BOUNDARY],
  ["a shared helper knows the machinery", "lib/shared/planted.ts", `import "#lib/platform/env"`, BOUNDARY],
  ["a domain knows a higher one", "lib/domain/mail/planted.ts", `import "../signatures/sign"`, BOUNDARY],
  [
    "a domain knows one on its own level",
    "lib/domain/letters/planted.ts",
    `import "#lib/domain/signatures/sign"`,
    BOUNDARY,
  ],
  ["a domain knows requests", "lib/domain/mail/planted.ts", `import "#lib/web/read-form"`, BOUNDARY],
  ["the browser script knows the machinery", "enhance/planted.ts", `import "#lib/platform/env"`, BOUNDARY],
  ["the worker knows requests", "lib/worker/planted.ts", `import "#lib/web/read-form"`, BOUNDARY],
  ["a domain knows Next.js", "lib/domain/mail/planted.ts", `import "next/headers"`, NEXT],
  ["machinery knows Next.js", "lib/platform/planted.ts", `import "next/cache"`, NEXT],
  ["something reads the environment", "lib/web/planted.ts", `console.log(process.env.PORT)`, SYNTAX],
  ["SQL is put together", "lib/domain/mail/planted.ts", "await tx.$queryRawUnsafe(`select ${name}`)", SYNTAX],
  ["a command is put together", "scripts/planted.ts", "await tx.$executeRawUnsafe(text)", SYNTAX],
  ["a mail address is put together", "lib/domain/mail/planted.ts", "const to = `${name} <${address}>`", SYNTAX],
  [
    "a quoted mail address is put together",
    "lib/domain/mail/planted.ts",
    'const to = `"${name}" <${address}>`',
    SYNTAX,
  ],
])("finds that %s", async (_, filePath, code, rule) => {
  expect(await rulesBrokenBy(filePath, code)).toContain(rule)
})

it.each([
  ["a domain uses a lower one", "lib/domain/signatures/planted.ts", `import "#lib/domain/mail/compose"`],
  [
    "the worker uses domains and machinery",
    "lib/worker/planted.ts",
    `import "#lib/domain/mail/compose"\nimport "#lib/platform/db"`,
  ],
  ["the settings are read", "lib/platform/env.ts", `console.log(process.env.PORT)`],
  ["an address is linked", "lib/domain/mail/planted.ts", "console.log(`<${address}>`, `<b>${name}</b>`)"],
])("lets pass that %s", async (_, filePath, code) => {
  const broken = await rulesBrokenBy(filePath, code)
  for (const rule of [BOUNDARY, NEXT, SYNTAX]) expect(broken).not.toContain(rule)
})
