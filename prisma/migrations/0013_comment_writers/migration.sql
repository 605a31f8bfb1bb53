-- DropIndex
DROP INDEX "Comment_campaignId_writerIndex_idx";

-- CreateIndex
CREATE INDEX "Comment_writerIndex_idx" ON "Comment"("writerIndex");
