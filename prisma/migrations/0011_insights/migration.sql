-- AlterTable
ALTER TABLE "Signature" ADD COLUMN     "withdrawnFor" TEXT;

-- CreateTable
CREATE TABLE "PageArrival" (
    "day" DATE NOT NULL,
    "slug" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "arrivals" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "PageArrival_pkey" PRIMARY KEY ("day","slug","source")
);

-- CreateTable
CREATE TABLE "DailyTotal" (
    "campaignId" UUID NOT NULL,
    "measure" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "class" TEXT NOT NULL,
    "total" INTEGER NOT NULL,

    CONSTRAINT "DailyTotal_pkey" PRIMARY KEY ("campaignId","measure","day","class")
);

-- CreateTable
CREATE TABLE "DecisionWeek" (
    "campaignId" UUID NOT NULL,
    "week" DATE NOT NULL,
    "decisions" INTEGER NOT NULL,
    "fastest" INTEGER NOT NULL,
    "median" INTEGER NOT NULL,
    "slowest" INTEGER NOT NULL,

    CONSTRAINT "DecisionWeek_pkey" PRIMARY KEY ("campaignId","week")
);

-- CreateTable
CREATE TABLE "InsightCount" (
    "campaignId" UUID NOT NULL,
    "countedAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "InsightCount_pkey" PRIMARY KEY ("campaignId")
);

-- CreateTable
CREATE TABLE "Tag" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Tag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConfirmationTally" (
    "campaignId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "provider" TEXT NOT NULL,
    "delay" TEXT NOT NULL,
    "total" INTEGER NOT NULL,

    CONSTRAINT "ConfirmationTally_pkey" PRIMARY KEY ("campaignId","day","provider","delay")
);

-- CreateIndex
CREATE UNIQUE INDEX "Tag_campaignId_code_key" ON "Tag"("campaignId", "code");

-- AddForeignKey
ALTER TABLE "Tag" ADD CONSTRAINT "Tag_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConfirmationTally" ADD CONSTRAINT "ConfirmationTally_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;
