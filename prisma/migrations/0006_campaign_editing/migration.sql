-- AlterTable
ALTER TABLE "Campaign" ADD COLUMN     "accent" TEXT,
ADD COLUMN     "accentDark" TEXT,
ADD COLUMN     "asksCountry" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "asksReason" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "asksTown" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "asksUpdates" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "linkDark" TEXT,
ADD COLUMN     "outcomeSource" TEXT,
ADD COLUMN     "outcomeVerified" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "showsExit" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "showsLogo" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "CampaignEdit" (
    "campaignId" UUID NOT NULL,
    "part" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "organiserId" UUID,
    "fields" TEXT[],
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CampaignEdit_pkey" PRIMARY KEY ("campaignId","part","revision")
);

-- CreateTable
CREATE TABLE "TextCorrection" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "correctedOn" DATE NOT NULL,
    "organiserId" UUID,

    CONSTRAINT "TextCorrection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EditDraft" (
    "organiserId" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "part" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,
    "savedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EditDraft_pkey" PRIMARY KEY ("organiserId","campaignId","part")
);

-- CreateIndex
CREATE INDEX "TextCorrection_campaignId_idx" ON "TextCorrection"("campaignId");

-- CreateIndex
CREATE INDEX "EditDraft_campaignId_idx" ON "EditDraft"("campaignId");

-- CreateIndex
CREATE INDEX "EditDraft_savedAt_idx" ON "EditDraft"("savedAt");

-- AddForeignKey
ALTER TABLE "CampaignEdit" ADD CONSTRAINT "CampaignEdit_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TextCorrection" ADD CONSTRAINT "TextCorrection_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EditDraft" ADD CONSTRAINT "EditDraft_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;
