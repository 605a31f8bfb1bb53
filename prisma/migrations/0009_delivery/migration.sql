-- CreateEnum
CREATE TYPE "DeliveryMethod" AS ENUM ('IN_PERSON', 'POST', 'EMAIL');

-- AlterTable
ALTER TABLE "CountDelta" ADD COLUMN     "day" DATE;

-- CreateTable
CREATE TABLE "CampaignDay" (
    "campaignId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "confirmed" INTEGER NOT NULL DEFAULT 0,
    "gone" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "CampaignDay_pkey" PRIMARY KEY ("campaignId","day")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "choices" JSONB NOT NULL,
    "purpose" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "progress" JSONB,
    "closedAt" TIMESTAMPTZ,
    "totals" JSONB,
    "pdfTaskId" UUID,
    "pdfHash" BYTEA,
    "pdfBytes" INTEGER,
    "csvTaskId" UUID,
    "csvHash" BYTEA,
    "csvBytes" INTEGER,
    "recordedAt" TIMESTAMPTZ,
    "deliveredOn" DATE,
    "method" "DeliveryMethod",
    "note" TEXT,
    "repliedOn" DATE,
    "reply" TEXT,
    "isReplyPublic" BOOLEAN NOT NULL DEFAULT false,
    "unnamedGone" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryEntry" (
    "deliveryId" UUID NOT NULL,
    "signatureId" UUID NOT NULL,
    "number" INTEGER,

    CONSTRAINT "DeliveryEntry_pkey" PRIMARY KEY ("deliveryId","signatureId")
);

-- CreateTable
CREATE TABLE "DeliveryRetraction" (
    "deliveryId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "toldInId" UUID,

    CONSTRAINT "DeliveryRetraction_pkey" PRIMARY KEY ("deliveryId","number")
);

-- CreateIndex
CREATE INDEX "Delivery_campaignId_createdAt_idx" ON "Delivery"("campaignId", "createdAt");

-- CreateIndex
CREATE INDEX "DeliveryEntry_signatureId_idx" ON "DeliveryEntry"("signatureId");

-- CreateIndex
CREATE UNIQUE INDEX "DeliveryEntry_deliveryId_number_key" ON "DeliveryEntry"("deliveryId", "number");

-- CreateIndex
CREATE INDEX "DeliveryRetraction_toldInId_idx" ON "DeliveryRetraction"("toldInId");

-- AddForeignKey
ALTER TABLE "CampaignDay" ADD CONSTRAINT "CampaignDay_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryEntry" ADD CONSTRAINT "DeliveryEntry_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryEntry" ADD CONSTRAINT "DeliveryEntry_signatureId_fkey" FOREIGN KEY ("signatureId") REFERENCES "Signature"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryRetraction" ADD CONSTRAINT "DeliveryRetraction_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryRetraction" ADD CONSTRAINT "DeliveryRetraction_toldInId_fkey" FOREIGN KEY ("toldInId") REFERENCES "Delivery"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The past, from the signatures that are there. What was deleted or anonymised before is not known any more, and the nightly recount
-- puts any difference on the day on which it finds it.
INSERT INTO "CampaignDay" ("campaignId", "day", "confirmed", "gone")
SELECT "campaignId", "day", sum("confirmed"), sum("gone")
FROM (
  SELECT "campaignId", ("confirmedAt" AT TIME ZONE 'UTC')::date AS "day", 1 AS "confirmed", 0 AS "gone"
  FROM "Signature" WHERE "confirmedAt" IS NOT NULL AND "state" IN ('CONFIRMED', 'DELIVERED', 'DISPUTED', 'WITHDRAWN', 'REJECTED')
  UNION ALL
  SELECT "campaignId", (coalesce("withdrawnAt", "confirmedAt") AT TIME ZONE 'UTC')::date, 0, 1
  FROM "Signature" WHERE "confirmedAt" IS NOT NULL AND "state" IN ('WITHDRAWN', 'REJECTED')
) AS "moves"
GROUP BY "campaignId", "day";
