import { decideSignature, showEmail } from "#lib/web/handlers/signature-decisions"
import { exportSignatures, searchSignatures } from "#lib/web/handlers/signature-list"
import {
  changePaperBatch,
  openPaperBatch,
  PAPER_FILE_MAX_BYTES,
  uploadPaperFile,
} from "#lib/web/handlers/signature-paper"
import { carryOutRule, countSignatureRule } from "#lib/web/handlers/signature-rules"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const LIST = "/admin/campaigns/{id}/signatures"
const ONE = `${LIST}/{signature}`
const editor = { method: "POST", least: "EDITOR", scope: "campaign" } as const
const rule = { ...editor, path: `${LIST}/rules/{case}`, handler: carryOutRule }
const batch = { ...editor, path: `${LIST}/paper/{batch}`, handler: changePaperBatch }
const decide = { ...editor, path: ONE, handler: decideSignature }

export const signaturesCommands: readonly OrganiserCommand[] = [
  { ...editor, name: "signatures.search", path: LIST, action: "search", handler: searchSignatures },
  { ...editor, name: "signatures.export", path: `${LIST}/export`, handler: exportSignatures },
  { ...editor, name: "signatures.count-rule", path: `${LIST}/rules`, handler: countSignatureRule },
  { ...rule, name: "signatures.dispute-rule", action: "dispute" },
  { ...rule, name: "signatures.reject-rule", action: "reject" },
  { ...rule, name: "signatures.undo-rule", action: "undo" },
  { ...rule, name: "signatures.carry-on-rule", action: "again" },
  { ...editor, name: "signatures.open-paper", path: `${LIST}/paper`, handler: openPaperBatch },
  {
    ...editor,
    name: "signatures.try-paper-file",
    path: `${LIST}/paper/{batch}/file`,
    handler: uploadPaperFile,
    uploadMaxBytes: PAPER_FILE_MAX_BYTES,
  },
  { ...batch, name: "signatures.add-paper-rows", action: "rows" },
  { ...batch, name: "signatures.remove-paper-row", action: "remove-row" },
  { ...batch, name: "signatures.enter-paper-file", action: "import" },
  { ...batch, name: "signatures.drop-paper-file", action: "drop" },
  { ...batch, name: "signatures.count-paper", action: "count" },
  { ...batch, name: "signatures.remove-paper", action: "remove" },
  { ...decide, name: "signatures.dispute", action: "dispute" },
  { ...decide, name: "signatures.confirm-again", action: "confirm" },
  { ...decide, name: "signatures.reject", action: "reject" },
  { ...editor, name: "signatures.show-email", path: `${ONE}/email`, handler: showEmail },
]

const page = { least: "EDITOR", scope: "campaign" } as const

export const signaturesPages: readonly OrganiserPage[] = [
  { path: LIST, least: "VIEWER", scope: "campaign" },
  { path: `${LIST}/export`, ...page },
  { path: `${LIST}/rules`, ...page },
  { path: `${LIST}/rules/{case}`, ...page },
  { path: `${LIST}/paper`, ...page },
  { path: `${LIST}/paper/{batch}`, ...page },
  { path: `${LIST}/sheet`, ...page },
  { path: ONE, ...page },
]
