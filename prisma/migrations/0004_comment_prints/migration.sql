-- DropIndex
DROP INDEX "Comment_campaignId_contentIndex_idx";

-- AlterTable
ALTER TABLE "Comment" ADD COLUMN     "nearPrint" TEXT;

-- DropTable
DROP TABLE "BayesWord";

-- CreateTable
CREATE TABLE "BayesBucket" (
    "bucket" INTEGER NOT NULL,
    "spam" INTEGER NOT NULL DEFAULT 0,
    "ham" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "BayesBucket_pkey" PRIMARY KEY ("bucket")
);

-- CreateIndex
CREATE INDEX "Comment_campaignId_postedAt_idx" ON "Comment"("campaignId", "postedAt");
