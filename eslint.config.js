import boundaries from "eslint-plugin-boundaries"
import tseslint from "typescript-eslint"

// Which way imports go. Each part may use only what is named here; domains, only those on lower levels.
const LEVEL = {
  mail: 0,
  identity: 1,
  campaigns: 2,
  moderation: 2,
  sharing: 3,
  ledger: 3,
  signatures: 4,
  letters: 4,
  comments: 4,
  deliveries: 5,
  insights: 5,
  mailings: 5,
  admin: 6,
}

const below = (name) => Object.keys(LEVEL).filter((other) => other === name || LEVEL[other] < LEVEL[name])
const part = (type, captured) => ({ element: captured ? { type, captured } : { type } })
const may = (from, ...to) => ({ from: part(from), allow: { to: to.map((type) => part(type)) } })

const policies = [
  may("app", "app", "ui", "view", "web", "domain", "shared", "assets"),
  may("view", "ui", "view", "domain", "shared", "assets"),
  may("ui", "ui", "shared", "assets"),
  may("web", "web", "domain", "platform", "shared", "assets"),
  may("worker", "worker", "domain", "platform", "shared"),
  may("front", "front", "platform", "shared", "assets"),
  {
    ...may("server", "front", "web", "worker", "platform", "shared", "assets"),
    from: { file: { categories: "server" } },
  },
  may("enhance", "enhance", "shared"),
  may("domain", "platform", "shared", "client"),
  may("platform", "platform", "shared", "client"),
  may("shared", "shared", "messages"),
  ...Object.keys(LEVEL).map((name) => ({
    from: part("domain", { name }),
    allow: { to: part("domain", { name: below(name) }) },
  })),
]

const elements = [
  { type: "app", pattern: "app" },
  { type: "ui", pattern: "components/ui" },
  { type: "view", pattern: "components/*", capture: ["name"] },
  { type: "domain", pattern: "lib/domain/*", capture: ["name"] },
  { type: "web", pattern: "lib/web" },
  { type: "front", pattern: "lib/front" },
  { type: "platform", pattern: "lib/platform" },
  { type: "shared", pattern: "lib/shared" },
  { type: "worker", pattern: "lib/worker" },
  { type: "client", pattern: "lib/generated/prisma" },
  { type: "assets", pattern: "lib/generated" },
  { type: "messages", pattern: "messages" },
  { type: "enhance", pattern: "enhance" },
]

const noUnsafeSql = {
  selector: "MemberExpression[property.name=/^\\$(query|execute)RawUnsafe$/]",
  message: "Values go into SQL as parameters: use $queryRaw, $executeRaw or pg with placeholders.",
}

const noAddressText = {
  // `${name} <${address}>`: some names change who gets the message.
  selector: "TemplateElement + TemplateElement[value.raw=/^[\"']?\\s*<$/] + TemplateElement[value.raw=/^>/]",
  message: "Mail addresses are never put together as text: pass { name, address }.",
}

const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "Settings are read in lib/platform/env.ts only: use env().",
}

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      ".next",
      ".data",
      "lib/generated",
      "public",
      "next-env.d.ts",
      "test-results",
      "playwright-report",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      "boundaries/elements": elements,
      "boundaries/files": [{ category: "server", pattern: "server.ts" }],
      "import/resolver": { typescript: true },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "boundaries/dependencies": ["error", { default: "disallow", policies }],
      "no-restricted-syntax": ["error", noUnsafeSql, noAddressText, noEnvironment],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
    },
  },
  {
    // These are the machinery around the product; nothing of the product imports them.
    files: ["scripts/**", "tests/**", "prisma/**", "*.config.ts"],
    rules: { "boundaries/dependencies": "off", "no-restricted-syntax": ["error", noUnsafeSql] },
  },
  { files: ["lib/platform/env.ts"], rules: { "no-restricted-syntax": ["error", noUnsafeSql, noAddressText] } },
  {
    files: ["lib/{domain,platform,shared,front,worker}/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["next", "next/*"], message: "Only routes, lib/web and the server know Next.js." }] },
      ],
    },
  },
)
