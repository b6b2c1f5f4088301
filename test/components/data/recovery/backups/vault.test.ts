import assert from "node:assert/strict";
import { Vault, type VaultArgs } from "../../../../../components/data/recovery/backups/vault.ts";
import { inputsOf, recorded } from "../../../recorded.ts";

const args: VaultArgs = {
    vaultName: "acme-staging-copies",
    region: "eu-west-1",
    accountId: "123456789012",
    keepDays: 35,
};
const lockType = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";

type Statement = { Effect: string; Principal: unknown; Action: string | string[]; Condition?: unknown };

function statements(policy: unknown): Statement[] {
    return (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
}

describe("Vault", () => {
    it("stands in its region with all that belongs to it", async () => {
        const made = await recorded(() => new Vault("copies", args));
        const parts = made.filter(({ type }) => type.startsWith("aws:"));
        assert.equal(parts.length, 5);
        assert.deepEqual([...new Set(parts.map(({ inputs }) => inputs.region))], ["eu-west-1"]);
    });

    it("has a key of its own, which nobody can delete or switch off, and which rotates", async () => {
        const made = await recorded(() => new Vault("copies", args));
        const key = inputsOf(made, "aws:kms/key:Key");
        assert.equal(inputsOf(made, "aws:backup/vault:Vault").kmsKeyArn, "arn:copies");
        assert.equal(key.enableKeyRotation, true);
        const denied = statements(key.policy).filter(({ Effect }) => Effect === "Deny");
        assert.deepEqual(denied, [
            {
                Sid: "NobodyEndsIt",
                Effect: "Deny",
                Principal: "*",
                Action: ["kms:ScheduleKeyDeletion", "kms:DisableKey"],
                Resource: "*",
            },
        ]);
    });

    it("denies deleting to everybody, and changing that to nobody: a policy for ever would shut out its owner", async () => {
        const made = await recorded(() => new Vault("copies", args));
        const [only, ...others] = statements(inputsOf(made, "aws:backup/vaultPolicy:VaultPolicy").policy);
        assert.deepEqual(others, []);
        assert.deepEqual([only?.Effect, only?.Principal, only?.Condition], ["Deny", "*", undefined]);
        const actions = only?.Action ?? [];
        for (const action of ["DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle"])
            assert.ok(actions.includes(`backup:${action}`), action);
        for (const action of ["PutBackupVaultAccessPolicy", "DeleteBackupVaultAccessPolicy"])
            assert.ok(!actions.includes(`backup:${action}`), action);
    });

    it("locks in governance mode, from a week to the days that it keeps", async () => {
        const lock = inputsOf(await recorded(() => new Vault("copies", args)), lockType);
        assert.deepEqual(
            [lock.minRetentionDays, lock.maxRetentionDays, lock.changeableForDays],
            [7, 35, undefined],
        );
    });

    it("locks for good only with a reason, which the vault then wears", async () => {
        const compliance = { coolingOffDays: 3, reason: "Contract 17" };
        const made = await recorded(() => new Vault("copies", { ...args, compliance }));
        assert.equal(inputsOf(made, lockType).changeableForDays, 3);
        assert.deepEqual(inputsOf(made, "aws:backup/vault:Vault").tags, { "locked-for-good": "Contract 17" });
    });

    const refused: [Partial<VaultArgs>, RegExp][] = [
        [{ keepDays: 6 }, /keepDays is 6; use 7 or more/],
        [{ vaultName: "a" }, /vaultName is a; use 2 to 50/],
        [{ vaultName: "acme.staging" }, /vaultName is acme\.staging; use 2 to 50/],
        [{ compliance: { coolingOffDays: 2, reason: "Law" } }, /coolingOffDays is 2; use 3 or more/],
        [{ compliance: { coolingOffDays: 3, reason: " " } }, /reason is " "; say why/],
    ];
    for (const [change, says] of refused) {
        it(`refuses ${JSON.stringify(change)}, and makes nothing`, async () => {
            const made = await recorded(() =>
                assert.throws(() => new Vault("copies", { ...args, ...change }), says),
            );
            assert.deepEqual(
                made.filter(({ type }) => type.startsWith("aws:")),
                [],
            );
        });
    }
});
