import {
  campaignDates,
  campaignForm,
  campaignLook,
  campaignOutcome,
  campaignSafety,
  campaignSlug,
  campaignTarget,
} from "#lib/web/handlers/campaign-settings"
import { campaignAppeal, campaignDraft, campaignText } from "#lib/web/handlers/campaign-texts"
import { campaignStatus, duplicateCampaign, mainCampaign, newCampaign, previewForm } from "#lib/web/handlers/campaigns"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const siteEditor = { method: "POST", least: "EDITOR", scope: "site" } as const
const editor = { method: "POST", least: "EDITOR", scope: "campaign" } as const
const text = { ...editor, path: "/admin/campaigns/{id}/text", handler: campaignText } as const
const appeal = { ...editor, path: "/admin/campaigns/{id}/appeal", handler: campaignAppeal } as const
const target = { ...editor, path: "/admin/campaigns/{id}/target", handler: campaignTarget } as const
const draft = { ...editor, path: "/admin/campaigns/{id}/draft", handler: campaignDraft } as const

export const campaignsCommands: readonly OrganiserCommand[] = [
  { ...siteEditor, name: "campaigns.create", path: "/admin/campaigns", handler: newCampaign },
  { ...siteEditor, name: "campaigns.set-main", path: "/admin/campaigns/main", handler: mainCampaign },
  { ...siteEditor, name: "campaigns.copy", path: "/admin/campaigns/{id}/copy", handler: duplicateCampaign },
  { ...editor, name: "campaigns.move", path: "/admin/campaigns/{id}/status", handler: campaignStatus },
  { ...editor, name: "campaigns.slug", path: "/admin/campaigns/{id}/slug", handler: campaignSlug },
  { ...editor, name: "campaigns.dates", path: "/admin/campaigns/{id}/dates", handler: campaignDates },
  { ...text, name: "campaigns.save-text" },
  { ...text, name: "campaigns.correct-text", action: "correct" },
  { ...text, name: "campaigns.publish-version", action: "version" },
  { ...text, name: "campaigns.remove-language", action: "remove" },
  { ...appeal, name: "campaigns.save-appeal" },
  { ...appeal, name: "campaigns.remove-appeal", action: "remove" },
  { ...draft, name: "campaigns.keep-draft" },
  { ...draft, name: "campaigns.discard-draft", action: "discard" },
  { ...editor, name: "campaigns.form", path: "/admin/campaigns/{id}/form", handler: campaignForm },
  { ...target, name: "campaigns.save-target" },
  { ...target, name: "campaigns.remove-target", action: "remove" },
  { ...editor, name: "campaigns.look", path: "/admin/campaigns/{id}/look", handler: campaignLook },
  { ...editor, name: "campaigns.safety", path: "/admin/campaigns/{id}/safety", handler: campaignSafety },
  { ...editor, name: "campaigns.outcome", path: "/admin/campaigns/{id}/outcome", handler: campaignOutcome },
  { ...editor, name: "campaigns.try-preview", path: "/admin/campaigns/{id}/preview", handler: previewForm },
]

const editorPage = (page: string) => {
  return { path: `/admin/campaigns/{id}/${page}`, least: "EDITOR", scope: "campaign" } as const
}

export const campaignsPages: readonly OrganiserPage[] = [
  { path: "/admin/campaigns", least: "VIEWER", scope: "campaign" },
  { path: "/admin/campaigns/new", least: "EDITOR", scope: "site" },
  { path: "/admin/campaigns/{id}", least: "VIEWER", scope: "campaign" },
  ...["text", "appeal", "form", "target", "look", "safety", "outcome", "history", "preview"].map(editorPage),
]
