-- CreateEnum
CREATE TYPE "CommentState" AS ENUM ('HELD', 'VISIBLE', 'SPAM', 'REJECTED', 'REMOVED', 'DELETED');

-- CreateEnum
CREATE TYPE "CommentWriter" AS ENUM ('GUEST', 'ACCOUNT', 'IMPORTED');

-- CreateEnum
CREATE TYPE "CommentsMode" AS ENUM ('WITH_CAMPAIGN', 'OPEN', 'CLOSED', 'OFF');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('OWNER', 'EDITOR', 'MODERATOR', 'VIEWER');

-- CreateEnum
CREATE TYPE "LoginPurpose" AS ENUM ('SET_UP', 'SIGN_IN');

-- CreateTable
CREATE TABLE "Comment" (
    "id" UUID NOT NULL,
    "publicId" TEXT NOT NULL,
    "campaignId" UUID NOT NULL,
    "parentId" UUID,
    "state" "CommentState" NOT NULL,
    "isShown" BOOLEAN NOT NULL DEFAULT false,
    "level" SMALLINT NOT NULL,
    "oldestPlace" BYTEA NOT NULL,
    "newestPlace" BYTEA NOT NULL,
    "writer" "CommentWriter" NOT NULL,
    "provider" TEXT,
    "writerIndex" BYTEA,
    "isProven" BOOLEAN NOT NULL DEFAULT false,
    "contentIndex" BYTEA NOT NULL,
    "pressIndex" BYTEA,
    "sealed" BYTEA,
    "name" TEXT,
    "website" TEXT,
    "body" TEXT,
    "sealedEmail" BYTEA,
    "locale" TEXT NOT NULL,
    "reportsCount" INTEGER NOT NULL DEFAULT 0,
    "isReviewed" BOOLEAN NOT NULL DEFAULT false,
    "refusal" TEXT,
    "importIndex" BYTEA,
    "postedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "visibleAt" TIMESTAMPTZ,
    "decidedAt" TIMESTAMPTZ,
    "editedAt" TIMESTAMPTZ,

    CONSTRAINT "Comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentToken" (
    "hash" BYTEA NOT NULL,
    "commentId" UUID NOT NULL,
    "isMailed" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CommentToken_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "CommentReport" (
    "id" UUID NOT NULL,
    "commentId" UUID NOT NULL,
    "reporter" BYTEA NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CommentReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReplySubscription" (
    "commentId" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "stopHash" BYTEA NOT NULL,
    "isDiscreet" BOOLEAN NOT NULL,
    "confirmedAt" TIMESTAMPTZ,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReplySubscription_pkey" PRIMARY KEY ("commentId")
);

-- CreateTable
CREATE TABLE "CommentSettings" (
    "campaignId" UUID NOT NULL,
    "mode" "CommentsMode" NOT NULL DEFAULT 'WITH_CAMPAIGN',
    "closesOn" DATE,
    "holdsAll" BOOLEAN NOT NULL DEFAULT false,
    "allowsGuests" BOOLEAN NOT NULL DEFAULT true,
    "allowsLogin" BOOLEAN NOT NULL DEFAULT true,
    "allowsWebsite" BOOLEAN NOT NULL DEFAULT true,
    "asksOutside" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "CommentSettings_pkey" PRIMARY KEY ("campaignId")
);

-- CreateTable
CREATE TABLE "CommentTally" (
    "campaignId" UUID NOT NULL,
    "visible" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CommentTally_pkey" PRIMARY KEY ("campaignId")
);

-- CreateTable
CREATE TABLE "Organiser" (
    "id" UUID NOT NULL,
    "emailIndex" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "locale" TEXT NOT NULL,
    "sessionVersion" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organiser_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "organiserId" UUID NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '',
    "role" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("organiserId","scope")
);

-- CreateTable
CREATE TABLE "OrganiserSession" (
    "id" UUID NOT NULL,
    "organiserId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ,

    CONSTRAINT "OrganiserSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LoginToken" (
    "hash" BYTEA NOT NULL,
    "purpose" "LoginPurpose" NOT NULL,
    "organiserId" UUID,
    "expiresAt" TIMESTAMPTZ NOT NULL,
    "usedAt" TIMESTAMPTZ,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LoginToken_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" UUID NOT NULL,
    "organiserId" UUID,
    "action" TEXT NOT NULL,
    "subjectId" TEXT,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Screening" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "waitingSince" TIMESTAMPTZ,
    "verdict" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "reasons" TEXT[],
    "round" INTEGER NOT NULL DEFAULT 1,
    "outside" TEXT,
    "outsideDueAt" TIMESTAMPTZ,
    "outsideTries" INTEGER NOT NULL DEFAULT 0,
    "sealedCheck" BYTEA,
    "checkUntil" TIMESTAMPTZ,
    "sealedFeedback" BYTEA,
    "feedback" TEXT,
    "feedbackDueAt" TIMESTAMPTZ,
    "feedbackTries" INTEGER NOT NULL DEFAULT 0,
    "learned" TEXT,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Screening_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Decision" (
    "id" UUID NOT NULL,
    "screeningId" UUID NOT NULL,
    "organiserId" UUID,
    "action" TEXT NOT NULL,
    "reason" TEXT,
    "before" TEXT NOT NULL,
    "waitedSince" TIMESTAMPTZ,
    "settleAt" TIMESTAMPTZ,
    "undoneAt" TIMESTAMPTZ,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BlockRule" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL,
    "pattern" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BlockRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BayesWord" (
    "hash" BYTEA NOT NULL,
    "spam" INTEGER NOT NULL DEFAULT 0,
    "ham" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "BayesWord_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "OutsideService" (
    "name" TEXT NOT NULL,
    "keyState" TEXT NOT NULL,
    "alert" JSONB,
    "updatedAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "OutsideService_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "Comment_publicId_key" ON "Comment"("publicId");

-- CreateIndex
CREATE UNIQUE INDEX "Comment_pressIndex_key" ON "Comment"("pressIndex");

-- CreateIndex
CREATE UNIQUE INDEX "Comment_importIndex_key" ON "Comment"("importIndex");

-- CreateIndex
CREATE INDEX "Comment_campaignId_isShown_oldestPlace_idx" ON "Comment"("campaignId", "isShown", "oldestPlace");

-- CreateIndex
CREATE INDEX "Comment_campaignId_isShown_newestPlace_idx" ON "Comment"("campaignId", "isShown", "newestPlace");

-- CreateIndex
CREATE INDEX "Comment_campaignId_state_postedAt_idx" ON "Comment"("campaignId", "state", "postedAt");

-- CreateIndex
CREATE INDEX "Comment_campaignId_writerIndex_idx" ON "Comment"("campaignId", "writerIndex");

-- CreateIndex
CREATE INDEX "Comment_campaignId_contentIndex_idx" ON "Comment"("campaignId", "contentIndex");

-- CreateIndex
CREATE INDEX "Comment_parentId_isShown_idx" ON "Comment"("parentId", "isShown");

-- CreateIndex
CREATE INDEX "Comment_state_decidedAt_idx" ON "Comment"("state", "decidedAt");

-- CreateIndex
CREATE INDEX "CommentToken_commentId_idx" ON "CommentToken"("commentId");

-- CreateIndex
CREATE UNIQUE INDEX "CommentReport_commentId_reporter_key" ON "CommentReport"("commentId", "reporter");

-- CreateIndex
CREATE UNIQUE INDEX "ReplySubscription_stopHash_key" ON "ReplySubscription"("stopHash");

-- CreateIndex
CREATE UNIQUE INDEX "Organiser_emailIndex_key" ON "Organiser"("emailIndex");

-- CreateIndex
CREATE INDEX "OrganiserSession_organiserId_idx" ON "OrganiserSession"("organiserId");

-- CreateIndex
CREATE INDEX "LoginToken_organiserId_createdAt_idx" ON "LoginToken"("organiserId", "createdAt");

-- CreateIndex
CREATE INDEX "LoginToken_expiresAt_idx" ON "LoginToken"("expiresAt");

-- CreateIndex
CREATE INDEX "AuditEntry_createdAt_idx" ON "AuditEntry"("createdAt");

-- CreateIndex
CREATE INDEX "Screening_waitingSince_id_idx" ON "Screening"("waitingSince", "id");

-- CreateIndex
CREATE INDEX "Screening_outsideDueAt_idx" ON "Screening"("outsideDueAt");

-- CreateIndex
CREATE INDEX "Screening_feedbackDueAt_idx" ON "Screening"("feedbackDueAt");

-- CreateIndex
CREATE INDEX "Screening_checkUntil_idx" ON "Screening"("checkUntil");

-- CreateIndex
CREATE UNIQUE INDEX "Screening_kind_subjectId_key" ON "Screening"("kind", "subjectId");

-- CreateIndex
CREATE INDEX "Decision_settleAt_idx" ON "Decision"("settleAt");

-- CreateIndex
CREATE INDEX "Decision_screeningId_idx" ON "Decision"("screeningId");

-- CreateIndex
CREATE INDEX "Decision_organiserId_createdAt_idx" ON "Decision"("organiserId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "BlockRule_scope_kind_pattern_key" ON "BlockRule"("scope", "kind", "pattern");

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Comment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentToken" ADD CONSTRAINT "CommentToken_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentReport" ADD CONSTRAINT "CommentReport_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReplySubscription" ADD CONSTRAINT "ReplySubscription_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentSettings" ADD CONSTRAINT "CommentSettings_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentTally" ADD CONSTRAINT "CommentTally_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_organiserId_fkey" FOREIGN KEY ("organiserId") REFERENCES "Organiser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrganiserSession" ADD CONSTRAINT "OrganiserSession_organiserId_fkey" FOREIGN KEY ("organiserId") REFERENCES "Organiser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Screening" ADD CONSTRAINT "Screening_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_screeningId_fkey" FOREIGN KEY ("screeningId") REFERENCES "Screening"("id") ON DELETE CASCADE ON UPDATE CASCADE;
