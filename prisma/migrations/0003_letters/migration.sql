-- CreateEnum
CREATE TYPE "LetterState" AS ENUM ('PENDING', 'HELD', 'RELEASED', 'RETURNED', 'EXPIRED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "LetterRoute" AS ENUM ('RELAY', 'RELAY_REPLY');

-- CreateEnum
CREATE TYPE "LetterPublication" AS ENUM ('NONE', 'NAMED', 'UNNAMED');

-- CreateEnum
CREATE TYPE "GalleryState" AS ENUM ('HIDDEN', 'WAITING', 'PUBLIC', 'REFUSED');

-- CreateEnum
CREATE TYPE "LetterTokenPurpose" AS ENUM ('CONFIRM', 'STATUS', 'FRESH_STATUS');

-- CreateEnum
CREATE TYPE "LetterDeliveryState" AS ENUM ('QUEUED', 'SENDING', 'ACCEPTED', 'BOUNCED', 'FAILED', 'BUNDLED', 'BATCHED', 'HANDED_OVER');

-- CreateTable
CREATE TABLE "LetterTemplate" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "card" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "words" INTEGER NOT NULL,
    "reasonPrompt" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "needs" TEXT[],
    "safetyNote" TEXT,
    "body" TEXT NOT NULL,
    "review" TEXT,
    "retiredAt" TIMESTAMPTZ,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LetterTemplate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TalkingPointSet" (
    "campaignId" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "intro" TEXT NOT NULL,
    "review" TEXT,
    "points" JSONB NOT NULL,

    CONSTRAINT "TalkingPointSet_pkey" PRIMARY KEY ("campaignId","locale")
);

-- CreateTable
CREATE TABLE "Letter" (
    "id" UUID NOT NULL,
    "publicId" TEXT NOT NULL,
    "campaignId" UUID NOT NULL,
    "targetId" UUID NOT NULL,
    "state" "LetterState" NOT NULL,
    "emailIndex" BYTEA,
    "sealed" BYTEA,
    "route" "LetterRoute" NOT NULL,
    "country" CHAR(2),
    "locale" TEXT NOT NULL,
    "textLocale" TEXT NOT NULL,
    "isDiscreet" BOOLEAN NOT NULL DEFAULT false,
    "templateId" UUID,
    "ownShare" DOUBLE PRECISION NOT NULL,
    "wordCount" INTEGER NOT NULL,
    "consentVersion" TEXT NOT NULL,
    "consentAt" TIMESTAMPTZ NOT NULL,
    "publication" "LetterPublication" NOT NULL DEFAULT 'NONE',
    "gallery" "GalleryState" NOT NULL DEFAULT 'HIDDEN',
    "publicName" TEXT,
    "publicText" TEXT,
    "publishedAt" TIMESTAMPTZ,
    "heldFor" TEXT[],
    "returnedFor" TEXT,
    "round" INTEGER NOT NULL DEFAULT 1,
    "mailedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmedAt" TIMESTAMPTZ,
    "releasedAt" TIMESTAMPTZ,
    "withdrawnAt" TIMESTAMPTZ,

    CONSTRAINT "Letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LetterToken" (
    "hash" BYTEA NOT NULL,
    "letterId" UUID NOT NULL,
    "purpose" "LetterTokenPurpose" NOT NULL,
    "round" INTEGER NOT NULL,
    "expiresAt" TIMESTAMPTZ,
    "usedAt" TIMESTAMPTZ,

    CONSTRAINT "LetterToken_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "LetterDelivery" (
    "id" UUID NOT NULL,
    "letterId" UUID NOT NULL,
    "targetId" UUID NOT NULL,
    "state" "LetterDeliveryState" NOT NULL DEFAULT 'QUEUED',
    "queuedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dueAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "firstTriedAt" TIMESTAMPTZ,
    "lastTriedAt" TIMESTAMPTZ,
    "leaseUntil" TIMESTAMPTZ,
    "lastError" TEXT,
    "acceptedAt" TIMESTAMPTZ,
    "bouncedAt" TIMESTAMPTZ,
    "answeredAt" TIMESTAMPTZ,
    "leadId" UUID,
    "handOverId" UUID,

    CONSTRAINT "LetterDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TargetLine" (
    "targetId" UUID NOT NULL,
    "email" TEXT,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "keepsOfficeHours" BOOLEAN NOT NULL DEFAULT true,
    "officeDays" INTEGER[] DEFAULT ARRAY[1, 2, 3, 4, 5]::INTEGER[],
    "officeFrom" INTEGER NOT NULL DEFAULT 540,
    "officeUntil" INTEGER NOT NULL DEFAULT 1020,
    "perHour" INTEGER NOT NULL DEFAULT 60,
    "perDay" INTEGER NOT NULL DEFAULT 300,
    "perCampaign" INTEGER,
    "bundlesAlike" BOOLEAN NOT NULL DEFAULT false,
    "isPaused" BOOLEAN NOT NULL DEFAULT false,
    "pausedFor" TEXT,
    "faults" INTEGER NOT NULL DEFAULT 0,
    "heldUntil" TIMESTAMPTZ,
    "lastAcceptedAt" TIMESTAMPTZ,
    "alert" TEXT,
    "alertAt" TIMESTAMPTZ,
    "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TargetLine_pkey" PRIMARY KEY ("targetId")
);

-- CreateTable
CREATE TABLE "LetterHandOver" (
    "id" UUID NOT NULL,
    "targetId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handedOn" DATE,

    CONSTRAINT "LetterHandOver_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SavedLetter" (
    "hash" BYTEA NOT NULL,
    "campaignId" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "SavedLetter_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "LetterSettings" (
    "campaignId" UUID NOT NULL,
    "holdsAll" BOOLEAN NOT NULL DEFAULT false,
    "selfSent" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "LetterSettings_pkey" PRIMARY KEY ("campaignId")
);

-- CreateIndex
CREATE UNIQUE INDEX "LetterTemplate_campaignId_key_locale_version_key" ON "LetterTemplate"("campaignId", "key", "locale", "version");

-- CreateIndex
CREATE UNIQUE INDEX "Letter_publicId_key" ON "Letter"("publicId");

-- CreateIndex
CREATE INDEX "Letter_campaignId_gallery_publishedAt_id_idx" ON "Letter"("campaignId", "gallery", "publishedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Letter_state_mailedAt_idx" ON "Letter"("state", "mailedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Letter_campaignId_emailIndex_key" ON "Letter"("campaignId", "emailIndex");

-- CreateIndex
CREATE INDEX "LetterToken_letterId_idx" ON "LetterToken"("letterId");

-- CreateIndex
CREATE UNIQUE INDEX "LetterDelivery_letterId_key" ON "LetterDelivery"("letterId");

-- CreateIndex
CREATE INDEX "LetterDelivery_targetId_state_queuedAt_id_idx" ON "LetterDelivery"("targetId", "state", "queuedAt", "id");

-- CreateIndex
CREATE INDEX "LetterDelivery_targetId_lastTriedAt_idx" ON "LetterDelivery"("targetId", "lastTriedAt");

-- CreateIndex
CREATE INDEX "LetterDelivery_leadId_idx" ON "LetterDelivery"("leadId");

-- CreateIndex
CREATE INDEX "LetterDelivery_handOverId_idx" ON "LetterDelivery"("handOverId");

-- CreateIndex
CREATE INDEX "LetterHandOver_targetId_idx" ON "LetterHandOver"("targetId");

-- CreateIndex
CREATE INDEX "SavedLetter_expiresAt_idx" ON "SavedLetter"("expiresAt");

-- AddForeignKey
ALTER TABLE "LetterTemplate" ADD CONSTRAINT "LetterTemplate_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TalkingPointSet" ADD CONSTRAINT "TalkingPointSet_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Letter" ADD CONSTRAINT "Letter_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Letter" ADD CONSTRAINT "Letter_targetId_fkey" FOREIGN KEY ("targetId") REFERENCES "Target"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Letter" ADD CONSTRAINT "Letter_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "LetterTemplate"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LetterToken" ADD CONSTRAINT "LetterToken_letterId_fkey" FOREIGN KEY ("letterId") REFERENCES "Letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LetterDelivery" ADD CONSTRAINT "LetterDelivery_letterId_fkey" FOREIGN KEY ("letterId") REFERENCES "Letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LetterDelivery" ADD CONSTRAINT "LetterDelivery_targetId_fkey" FOREIGN KEY ("targetId") REFERENCES "TargetLine"("targetId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LetterDelivery" ADD CONSTRAINT "LetterDelivery_leadId_fkey" FOREIGN KEY ("leadId") REFERENCES "LetterDelivery"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LetterDelivery" ADD CONSTRAINT "LetterDelivery_handOverId_fkey" FOREIGN KEY ("handOverId") REFERENCES "LetterHandOver"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TargetLine" ADD CONSTRAINT "TargetLine_targetId_fkey" FOREIGN KEY ("targetId") REFERENCES "Target"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LetterHandOver" ADD CONSTRAINT "LetterHandOver_targetId_fkey" FOREIGN KEY ("targetId") REFERENCES "TargetLine"("targetId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SavedLetter" ADD CONSTRAINT "SavedLetter_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LetterSettings" ADD CONSTRAINT "LetterSettings_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;
