-- AlterTable
ALTER TABLE "AuditEntry" ADD COLUMN     "campaignId" UUID,
ADD COLUMN     "purpose" TEXT,
ADD COLUMN     "rows" INTEGER;

-- CreateIndex
CREATE INDEX "AuditEntry_campaignId_createdAt_idx" ON "AuditEntry"("campaignId", "createdAt");
