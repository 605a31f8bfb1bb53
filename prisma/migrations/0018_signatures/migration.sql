-- CreateEnum
CREATE TYPE "CaseState" AS ENUM ('COUNTING', 'COUNTED', 'DISPUTING', 'REJECTING', 'DISPUTED', 'REJECTED', 'UNDOING', 'UNDONE');

-- CreateEnum
CREATE TYPE "PaperState" AS ENUM ('OPEN', 'COUNTED', 'REMOVED');

-- CreateEnum
CREATE TYPE "PaperRepeat" AS ENUM ('EMAIL', 'NAME', 'SIGNATURE');

-- AlterTable
ALTER TABLE "CountDelta" ADD COLUMN     "paper" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Signature" ADD COLUMN     "caseId" UUID,
ADD COLUMN     "stateBefore" "SignatureState";

-- CreateTable
CREATE TABLE "RetentionRun" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "ranAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RetentionRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignatureCase" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "signatureId" UUID,
    "state" "CaseState" NOT NULL,
    "sealed" BYTEA NOT NULL,
    "matched" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "affected" INTEGER NOT NULL DEFAULT 0,
    "openedBy" UUID NOT NULL,
    "openedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decidedBy" UUID,
    "decidedAt" TIMESTAMPTZ,
    "taskId" UUID,
    "settledAt" TIMESTAMPTZ,

    CONSTRAINT "SignatureCase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PaperBatch" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "state" "PaperState" NOT NULL DEFAULT 'OPEN',
    "sealed" BYTEA NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "upload" BYTEA,
    "taskId" UUID,
    "openedBy" UUID NOT NULL,
    "openedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "countedBy" UUID,
    "countedAt" TIMESTAMPTZ,
    "removedBy" UUID,
    "removedAt" TIMESTAMPTZ,

    CONSTRAINT "PaperBatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PaperSignature" (
    "id" UUID NOT NULL,
    "batchId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,
    "showName" BOOLEAN NOT NULL DEFAULT false,
    "emailIndex" BYTEA,
    "nameIndex" BYTEA NOT NULL,
    "repeat" "PaperRepeat",
    "enteredBy" UUID NOT NULL,

    CONSTRAINT "PaperSignature_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RetentionRun_ranAt_idx" ON "RetentionRun"("ranAt");

-- CreateIndex
CREATE INDEX "SignatureCase_campaignId_openedAt_idx" ON "SignatureCase"("campaignId", "openedAt");

-- CreateIndex
CREATE INDEX "SignatureCase_signatureId_idx" ON "SignatureCase"("signatureId");

-- CreateIndex
CREATE INDEX "PaperBatch_campaignId_openedAt_idx" ON "PaperBatch"("campaignId", "openedAt");

-- CreateIndex
CREATE INDEX "PaperSignature_emailIndex_idx" ON "PaperSignature"("emailIndex");

-- CreateIndex
CREATE UNIQUE INDEX "PaperSignature_batchId_number_key" ON "PaperSignature"("batchId", "number");

-- CreateIndex
-- Without those that nobody has confirmed: signing writes nothing into it, the confirmation does.
CREATE INDEX "Signature_campaignId_createdAt_id_idx" ON "Signature"("campaignId", "createdAt" DESC, "id" DESC) WHERE "state" NOT IN ('PENDING', 'EXPIRED');

-- CreateIndex
CREATE INDEX "Signature_caseId_idx" ON "Signature"("caseId") WHERE "caseId" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "SignatureCase" ADD CONSTRAINT "SignatureCase_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaperBatch" ADD CONSTRAINT "PaperBatch_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaperSignature" ADD CONSTRAINT "PaperSignature_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "PaperBatch"("id") ON DELETE CASCADE ON UPDATE CASCADE;
