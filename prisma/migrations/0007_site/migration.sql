-- AlterEnum
ALTER TYPE "LoginPurpose" ADD VALUE 'PASSKEY_ADD';
ALTER TYPE "LoginPurpose" ADD VALUE 'PASSKEY_USE';

-- AlterTable
ALTER TABLE "OrganiserSession" ADD COLUMN     "provedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Sessions that are there were proved when they began.
UPDATE "OrganiserSession" SET "provedAt" = "createdAt";

-- AlterTable
ALTER TABLE "LoginToken" ADD COLUMN     "returnTo" TEXT;

-- AlterTable
ALTER TABLE "Campaign" ADD COLUMN     "isDemo" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Signature" ADD COLUMN     "isSample" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Passkey" (
    "id" UUID NOT NULL,
    "organiserId" UUID NOT NULL,
    "credentialId" BYTEA NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "sealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "usedAt" TIMESTAMPTZ,

    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Passkey_credentialId_key" ON "Passkey"("credentialId");

-- CreateIndex
CREATE INDEX "Passkey_organiserId_idx" ON "Passkey"("organiserId");

-- AddForeignKey
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_organiserId_fkey" FOREIGN KEY ("organiserId") REFERENCES "Organiser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was made up, or entered to try things, never becomes part of a real campaign, whatever the code above does.
-- The functions' semicolons are written \073: the tool that compares migrations with the schema files splits at every one.
CREATE FUNCTION forbid_demo_to_real() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF OLD."isDemo" IS DISTINCT FROM NEW."isDemo" THEN
    RAISE EXCEPTION \'A demonstration stays one, and a real campaign too.\'\073
  END IF\073
  RETURN NEW\073
END
';

CREATE TRIGGER "Campaign_isDemo" BEFORE UPDATE OF "isDemo" ON "Campaign"
  FOR EACH ROW EXECUTE FUNCTION forbid_demo_to_real();

CREATE FUNCTION forbid_sample_in_real() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF NOT EXISTS (SELECT FROM "Campaign" WHERE "id" = NEW."campaignId" AND "isDemo") THEN
    RAISE EXCEPTION \'Sample data belongs into a demonstration.\'\073
  END IF\073
  RETURN NEW\073
END
';

CREATE TRIGGER "Signature_isSample" BEFORE INSERT OR UPDATE OF "isSample", "campaignId" ON "Signature"
  FOR EACH ROW WHEN (NEW."isSample") EXECUTE FUNCTION forbid_sample_in_real();

CREATE FUNCTION forbid_move_between_campaigns() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  RAISE EXCEPTION \'A signature stays in its campaign.\'\073
END
';

CREATE TRIGGER "Signature_campaignId" BEFORE UPDATE OF "campaignId" ON "Signature"
  FOR EACH ROW WHEN (OLD."campaignId" IS DISTINCT FROM NEW."campaignId") EXECUTE FUNCTION forbid_move_between_campaigns();
