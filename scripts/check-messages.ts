import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { type MessageFormatElement, parse, type PluralElement, TYPE } from "@formatjs/icu-messageformat-parser"
import { DEFAULT_LOCALE, type Locale, LOCALES } from "#lib/shared/locales"

const HELP = `Usage: node --import ./scripts/register.mjs scripts/check-messages.ts

Compares messages/*.json with messages/${DEFAULT_LOCALE}.json. Every language must have the same keys, and every text the same
placeholders, tags and plural or select arguments, correct ICU syntax and the plural forms of its language.
Lists what is wrong and exits with 1; says one line and exits with 0 when all is well.
`

/** A language's texts by "namespace.key". */
type Texts = Map<string, string>

/** What a text needs from its caller, e.g. "{name}" or "<link>", and what is wrong with the text by itself. */
type Shape = { needs: Set<string>; faults: string[] }

const KEY = /^[a-z][A-Za-z0-9_]*$/

/** Lays out a message file by "namespace.key"; anything but texts at the second level is a fault. */
function flatten(file: unknown, faults: string[]): Texts {
  const texts: Texts = new Map()
  for (const [namespace, entries] of Object.entries(file as object)) {
    if (typeof entries !== "object" || entries === null) {
      faults.push(`${namespace}: must hold texts, one level deep`)
      continue
    }
    for (const [key, text] of Object.entries(entries)) {
      const name = `${namespace}.${key}`
      if (!KEY.test(key)) faults.push(`${name}: keys are letters, digits and underscores`)
      if (typeof text === "string" && text.trim()) texts.set(name, text)
      else faults.push(`${name}: must be a text`)
    }
  }
  return texts
}

/** The plural forms that whole numbers need in a language. "Many" of Spanish and French begins at a million and may be left out. */
function neededForms(locale: Locale): string[] {
  const rules = new Intl.PluralRules(locale)
  const forms = Array.from({ length: 201 }, (_, number) => rules.select(number))
  return [...new Set([...forms, "other"])]
}

function add(shape: Shape, other: Shape): void {
  for (const need of other.needs) shape.needs.add(need)
  shape.faults.push(...other.faults)
}

function list(values: Iterable<string>): string {
  return [...values].join(", ")
}

function without(values: Iterable<string>, others: ReadonlySet<string>): string[] {
  return [...values].filter((value) => !others.has(value)).sort()
}

function readPlural({ value, options }: PluralElement, locale: Locale): Shape {
  const forms = Object.keys(options).filter((form) => !form.startsWith("="))
  const exact = Object.keys(options).filter((form) => form.startsWith("="))
  const shape: Shape = { needs: new Set([`{${[value, "plural", ...exact.sort()].join(" ")}}`]), faults: [] }
  const missing = without(neededForms(locale), new Set(forms))
  if (missing.length > 0) shape.faults.push(`{${value}} lacks the plural form ${list(missing)}`)
  const unknown = without(forms, new Set(new Intl.PluralRules(locale).resolvedOptions().pluralCategories))
  if (unknown.length > 0) shape.faults.push(`{${value}} has a plural form that the language has not: ${list(unknown)}`)
  const model = read(options.other?.value ?? [], locale)
  for (const [form, option] of Object.entries(options)) {
    const branch = read(option.value, locale)
    const gap = form.startsWith("=") ? [] : without(model.needs, branch.needs)
    if (gap.length > 0) shape.faults.push(`the plural form ${form} lacks ${list(gap)}, which "other" has`)
    add(shape, branch)
  }
  return shape
}

/** Finds what a parsed text needs, branch by branch. */
function read(elements: readonly MessageFormatElement[], locale: Locale): Shape {
  const shape: Shape = { needs: new Set(), faults: [] }
  for (const element of elements) {
    switch (element.type) {
      case TYPE.literal:
        // An apostrophe before a brace quotes it: the reader would see the placeholder itself.
        if (/[{}<>]/.test(element.value)) shape.faults.push(`"${element.value.trim()}" holds a quoted brace or tag`)
        break
      case TYPE.pound:
        shape.needs.add("#")
        break
      case TYPE.tag:
        shape.needs.add(`<${element.value}>`)
        add(shape, read(element.children, locale))
        break
      case TYPE.plural:
        add(shape, readPlural(element, locale))
        break
      case TYPE.select:
        shape.needs.add(`{${[element.value, "select", ...Object.keys(element.options).sort()].join(" ")}}`)
        for (const option of Object.values(element.options)) add(shape, read(option.value, locale))
        break
      default:
        shape.needs.add(
          element.type === TYPE.argument ? `{${element.value}}` : `{${element.value} ${TYPE[element.type]}}`,
        )
    }
  }
  return shape
}

function readText(text: string, locale: Locale): Shape {
  try {
    return read(parse(text, { shouldParseSkeletons: true }), locale)
  } catch (error) {
    return { needs: new Set(), faults: [`ICU syntax: ${error instanceof Error ? error.message : String(error)}`] }
  }
}

/**
 * Compares the texts of all languages with the English ones.
 *
 * @param files The parsed message files.
 * @returns What is wrong, one line each; empty when all is well.
 */
export function checkMessages(files: Record<Locale, unknown>): string[] {
  const faults: string[] = []
  const shapesOf = (locale: Locale): Map<string, Shape> => {
    const own: string[] = []
    const texts = flatten(files[locale], own)
    faults.push(...own.map((fault) => `${locale} ${fault}`))
    return new Map([...texts].map(([key, text]) => [key, readText(text, locale)]))
  }
  const english = shapesOf(DEFAULT_LOCALE)
  for (const locale of LOCALES) {
    const shapes = locale === DEFAULT_LOCALE ? english : shapesOf(locale)
    for (const key of without(english.keys(), new Set(shapes.keys()))) faults.push(`${locale} ${key}: missing`)
    for (const [key, shape] of shapes) {
      faults.push(...new Set(shape.faults.map((fault) => `${locale} ${key}: ${fault}`)))
      const model = english.get(key)
      if (!model) faults.push(`${locale} ${key}: not in ${DEFAULT_LOCALE}.json`)
      else if (model.faults.length === 0 && !shape.faults.some((fault) => fault.startsWith("ICU syntax"))) {
        const missing = without(model.needs, shape.needs)
        const extra = without(shape.needs, model.needs)
        if (missing.length > 0) faults.push(`${locale} ${key}: lacks ${list(missing)}`)
        if (extra.length > 0) faults.push(`${locale} ${key}: has ${list(extra)}, which ${DEFAULT_LOCALE} has not`)
      }
    }
  }
  return faults
}

function readFiles(): Record<Locale, unknown> {
  const entries = LOCALES.map((locale) => {
    const url = new URL(`../messages/${locale}.json`, import.meta.url)
    return [locale, JSON.parse(readFileSync(url, "utf8")) as unknown] as const
  })
  return Object.fromEntries(entries) as Record<Locale, unknown>
}

function main(): void {
  const files = readFiles()
  const faults = checkMessages(files)
  if (faults.length === 0) {
    const count = flatten(files[DEFAULT_LOCALE], []).size
    return console.log(`Messages: ${count} texts, complete in ${LOCALES.length} languages.`)
  }
  process.exitCode = 1
  console.error(`${faults.join("\n")}\n\n${faults.length} ${faults.length === 1 ? "fault" : "faults"} in messages/.`)
}

if (import.meta.main) {
  try {
    const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } })
    if (values.help) process.stdout.write(HELP)
    else main()
  } catch (error) {
    const isUsage = error instanceof TypeError && "code" in error
    console.error(error instanceof Error ? error.message : error)
    if (isUsage) console.error(HELP)
    process.exitCode = isUsage ? 2 : 1
  }
}
