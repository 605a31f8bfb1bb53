-- CreateEnum
CREATE TYPE "CampaignStatus" AS ENUM ('DRAFT', 'OPEN', 'PAUSED', 'CLOSED', 'DECIDED', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "CampaignOutcome" AS ENUM ('WON', 'PART_WON', 'LOST');

-- CreateEnum
CREATE TYPE "MessageState" AS ENUM ('QUEUED', 'SENDING', 'SENT', 'SUPPRESSED', 'FAILED');

-- CreateEnum
CREATE TYPE "SignatureState" AS ENUM ('PENDING', 'CONFIRMED', 'DELIVERED', 'DISPUTED', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'UNVERIFIED', 'ANONYMISED');

-- CreateEnum
CREATE TYPE "TokenPurpose" AS ENUM ('CONFIRM', 'RECEIPT', 'FRESH_RECEIPT');

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Campaign" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "status" "CampaignStatus" NOT NULL DEFAULT 'DRAFT',
    "outcome" "CampaignOutcome",
    "isMain" BOOLEAN NOT NULL DEFAULT false,
    "decisionOn" DATE,
    "outcomeOn" DATE,
    "openedOn" DATE,
    "closedOn" DATE,
    "reopensOn" DATE,
    "allowsNoEmail" BOOLEAN NOT NULL DEFAULT false,
    "isAtRisk" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignText" (
    "campaignId" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "shortTitle" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "ask" TEXT NOT NULL,
    "addressedTo" TEXT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "decisionNote" TEXT,
    "outcomeNote" TEXT,
    "body" TEXT NOT NULL,
    "bodyHash" BYTEA NOT NULL,
    "review" TEXT,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CampaignText_pkey" PRIMARY KEY ("campaignId","locale","version")
);

-- CreateTable
CREATE TABLE "AppealText" (
    "campaignId" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "readingMinutes" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "review" TEXT,

    CONSTRAINT "AppealText_pkey" PRIMARY KEY ("campaignId","locale")
);

-- CreateTable
CREATE TABLE "Target" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "organisation" TEXT NOT NULL,
    "postalAddress" TEXT,

    CONSTRAINT "Target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignCount" (
    "campaignId" UUID NOT NULL,
    "confirmed" INTEGER NOT NULL DEFAULT 0,
    "unverified" INTEGER NOT NULL DEFAULT 0,
    "withdrawn" INTEGER NOT NULL DEFAULT 0,
    "paper" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CampaignCount_pkey" PRIMARY KEY ("campaignId")
);

-- CreateTable
CREATE TABLE "CountDelta" (
    "id" BIGSERIAL NOT NULL,
    "campaignId" UUID NOT NULL,
    "confirmed" INTEGER NOT NULL DEFAULT 0,
    "unverified" INTEGER NOT NULL DEFAULT 0,
    "withdrawn" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "CountDelta_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PageOpening" (
    "day" DATE NOT NULL,
    "slug" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "openings" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "PageOpening_pkey" PRIMARY KEY ("day","slug","page","locale")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 1,
    "locale" TEXT NOT NULL,
    "isDiscreet" BOOLEAN NOT NULL DEFAULT false,
    "recipientIndex" BYTEA NOT NULL,
    "isTriggerable" BOOLEAN NOT NULL DEFAULT false,
    "sealed" BYTEA,
    "subjectId" UUID,
    "state" "MessageState" NOT NULL DEFAULT 'QUEUED',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leaseUntil" TIMESTAMPTZ,
    "lastError" TEXT,
    "sentAt" TIMESTAMPTZ,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Suppression" (
    "recipientIndex" BYTEA NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Suppression_pkey" PRIMARY KEY ("recipientIndex")
);

-- CreateTable
CREATE TABLE "FormDraft" (
    "visitorHash" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "refId" UUID,
    "round" INTEGER,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "FormDraft_pkey" PRIMARY KEY ("visitorHash","kind","scope")
);

-- CreateTable
CREATE TABLE "RateBucket" (
    "key" BYTEA NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "RateBucket_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "hash" BYTEA NOT NULL,
    "bodyHash" BYTEA NOT NULL,
    "sealed" BYTEA,
    "expiresAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "SecretKey" (
    "id" SERIAL NOT NULL,
    "purpose" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ,

    CONSTRAINT "SecretKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Signature" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "state" "SignatureState" NOT NULL,
    "emailIndex" BYTEA,
    "sealed" BYTEA,
    "receiptIndex" BYTEA,
    "showName" BOOLEAN NOT NULL DEFAULT false,
    "publicName" TEXT,
    "country" CHAR(2),
    "locale" TEXT NOT NULL,
    "wantsUpdates" BOOLEAN NOT NULL DEFAULT false,
    "isDiscreet" BOOLEAN NOT NULL DEFAULT false,
    "petitionVersion" INTEGER NOT NULL,
    "consentVersion" TEXT NOT NULL,
    "consentAt" TIMESTAMPTZ NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "mailedAt" TIMESTAMPTZ,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmedAt" TIMESTAMPTZ,
    "withdrawnAt" TIMESTAMPTZ,
    "listedAt" TIMESTAMPTZ,
    "listedOrder" INTEGER,

    CONSTRAINT "Signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignatureToken" (
    "hash" BYTEA NOT NULL,
    "signatureId" UUID NOT NULL,
    "purpose" "TokenPurpose" NOT NULL,
    "round" INTEGER NOT NULL,
    "codeIndex" BYTEA,
    "codeTries" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ,
    "usedAt" TIMESTAMPTZ,

    CONSTRAINT "SignatureToken_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "Campaign_slug_key" ON "Campaign"("slug");

-- CreateIndex
CREATE INDEX "Target_campaignId_idx" ON "Target"("campaignId");

-- CreateIndex
CREATE INDEX "CountDelta_campaignId_idx" ON "CountDelta"("campaignId");

-- CreateIndex
CREATE INDEX "Message_state_priority_dueAt_idx" ON "Message"("state", "priority", "dueAt");

-- CreateIndex
CREATE INDEX "Message_recipientIndex_createdAt_idx" ON "Message"("recipientIndex", "createdAt");

-- CreateIndex
CREATE INDEX "Message_subjectId_idx" ON "Message"("subjectId");

-- CreateIndex
CREATE INDEX "FormDraft_expiresAt_idx" ON "FormDraft"("expiresAt");

-- CreateIndex
CREATE INDEX "RateBucket_expiresAt_idx" ON "RateBucket"("expiresAt");

-- CreateIndex
CREATE INDEX "IdempotencyKey_expiresAt_idx" ON "IdempotencyKey"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "SecretKey_purpose_key" ON "SecretKey"("purpose");

-- CreateIndex
CREATE UNIQUE INDEX "Signature_receiptIndex_key" ON "Signature"("receiptIndex") WHERE "receiptIndex" IS NOT NULL;

-- CreateIndex
-- Partial: a signature that is not listed, as most are, need not be looked up here.
CREATE INDEX "Signature_campaignId_listedAt_listedOrder_idx" ON "Signature"("campaignId", "listedAt" DESC, "listedOrder") WHERE "listedAt" IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Signature_campaignId_emailIndex_key" ON "Signature"("campaignId", "emailIndex");

-- CreateIndex
CREATE INDEX "SignatureToken_signatureId_idx" ON "SignatureToken"("signatureId");

-- AddForeignKey
ALTER TABLE "CampaignText" ADD CONSTRAINT "CampaignText_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppealText" ADD CONSTRAINT "AppealText_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Target" ADD CONSTRAINT "Target_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignCount" ADD CONSTRAINT "CampaignCount_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CountDelta" ADD CONSTRAINT "CountDelta_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Signature" ADD CONSTRAINT "Signature_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignatureToken" ADD CONSTRAINT "SignatureToken_signatureId_fkey" FOREIGN KEY ("signatureId") REFERENCES "Signature"("id") ON DELETE CASCADE ON UPDATE CASCADE;
