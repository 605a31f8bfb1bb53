-- CreateEnum
CREATE TYPE "UpdateState" AS ENUM ('DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "MailingKind" AS ENUM ('UPDATE', 'OUTCOME', 'EXPOSED');

-- CreateEnum
CREATE TYPE "MailingState" AS ENUM ('DRAFT', 'SENDING', 'PAUSED', 'DONE', 'STOPPED');

-- AlterEnum
ALTER TYPE "TokenPurpose" ADD VALUE 'STOP';

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "isBounced" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "isHandedOver" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "mailingId" UUID;

-- AlterTable
ALTER TABLE "Organiser" ADD COLUMN     "digestOn" DATE,
ADD COLUMN     "wantsDigest" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "SignatureToken" ADD COLUMN     "mailingId" UUID;

-- CreateTable
CREATE TABLE "Update" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "state" "UpdateState" NOT NULL DEFAULT 'DRAFT',
    "number" INTEGER,
    "dueAt" TIMESTAMPTZ,
    "timeZone" TEXT,
    "mailsPerMinute" INTEGER,
    "publisherId" UUID,
    "publishedAt" TIMESTAMPTZ,
    "withdrawnAt" TIMESTAMPTZ,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Update_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UpdateText" (
    "updateId" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "changedBy" UUID,
    "changedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "correctedOn" DATE,

    CONSTRAINT "UpdateText_pkey" PRIMARY KEY ("updateId","locale")
);

-- CreateTable
CREATE TABLE "Mailing" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "kind" "MailingKind" NOT NULL,
    "state" "MailingState" NOT NULL,
    "updateId" UUID,
    "publicId" TEXT NOT NULL,
    "perMinute" INTEGER NOT NULL,
    "people" INTEGER NOT NULL DEFAULT 0,
    "cursor" UUID,
    "isExpanded" BOOLEAN NOT NULL DEFAULT false,
    "nextDueAt" TIMESTAMPTZ,
    "startedBy" UUID,
    "startedAt" TIMESTAMPTZ,
    "endedAt" TIMESTAMPTZ,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "bounced" INTEGER NOT NULL DEFAULT 0,
    "suppressed" INTEGER NOT NULL DEFAULT 0,
    "unsubscribed" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Mailing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailingText" (
    "mailingId" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "parts" TEXT[],
    "revision" INTEGER NOT NULL DEFAULT 1,
    "changedBy" UUID,
    "changedAt" TIMESTAMPTZ,

    CONSTRAINT "MailingText_pkey" PRIMARY KEY ("mailingId","locale")
);

-- CreateIndex
CREATE INDEX "Update_state_dueAt_idx" ON "Update"("state", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Update_campaignId_number_key" ON "Update"("campaignId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Mailing_publicId_key" ON "Mailing"("publicId");

-- CreateIndex
CREATE INDEX "Mailing_campaignId_createdAt_idx" ON "Mailing"("campaignId", "createdAt");

-- CreateIndex
CREATE INDEX "Mailing_state_idx" ON "Mailing"("state");

-- CreateIndex
CREATE UNIQUE INDEX "Message_mailingId_recipientIndex_key" ON "Message"("mailingId", "recipientIndex");

-- AddForeignKey
ALTER TABLE "Update" ADD CONSTRAINT "Update_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UpdateText" ADD CONSTRAINT "UpdateText_updateId_fkey" FOREIGN KEY ("updateId") REFERENCES "Update"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mailing" ADD CONSTRAINT "Mailing_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MailingText" ADD CONSTRAINT "MailingText_mailingId_fkey" FOREIGN KEY ("mailingId") REFERENCES "Mailing"("id") ON DELETE CASCADE ON UPDATE CASCADE;
