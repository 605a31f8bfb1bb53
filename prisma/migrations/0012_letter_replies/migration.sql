-- AlterEnum
ALTER TYPE "LetterRoute" ADD VALUE 'RELAY_ALIAS';

-- AlterTable
ALTER TABLE "Letter" ADD COLUMN     "aliasHash" BYTEA,
ADD COLUMN     "reducedAt" TIMESTAMPTZ,
ADD COLUMN     "returnedAt" TIMESTAMPTZ;

-- DropIndex
DROP INDEX "LetterDelivery_handOverId_idx";

-- AlterTable
ALTER TABLE "LetterDelivery" ADD COLUMN     "part" INTEGER;

-- CreateTable
CREATE TABLE "LetterReply" (
    "id" UUID NOT NULL,
    "letterId" UUID NOT NULL,
    "messageHash" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "receivedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LetterReply_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignatureReason" (
    "signatureId" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "state" "GalleryState" NOT NULL DEFAULT 'WAITING',
    "text" TEXT,

    CONSTRAINT "SignatureReason_pkey" PRIMARY KEY ("signatureId")
);

-- CreateIndex
CREATE INDEX "SignatureReason_campaignId_state_signatureId_idx" ON "SignatureReason"("campaignId", "state", "signatureId" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "LetterReply_letterId_messageHash_key" ON "LetterReply"("letterId", "messageHash");

-- CreateIndex
CREATE INDEX "LetterDelivery_handOverId_part_idx" ON "LetterDelivery"("handOverId", "part");

-- CreateIndex
CREATE UNIQUE INDEX "Letter_aliasHash_key" ON "Letter"("aliasHash");

-- AddForeignKey
ALTER TABLE "LetterReply" ADD CONSTRAINT "LetterReply_letterId_fkey" FOREIGN KEY ("letterId") REFERENCES "Letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignatureReason" ADD CONSTRAINT "SignatureReason_signatureId_fkey" FOREIGN KEY ("signatureId") REFERENCES "Signature"("id") ON DELETE CASCADE ON UPDATE CASCADE;
